// What the server told the page: columns, fields of the search, words. No word and no state stands in these scripts.

/** @typedef {{name: string, label: string, field: string, type: string, ordering: string}} Column */
/**
 * @typedef {{name: string, label: string, type: string, choices: [string, string][], most: number | null,
 *   within: string}} Field
 * @typedef {{columns: Column[], shown: string[], fields: Field[], words: Record<string, Record<string, string>>,
 *   kinds: Record<string, Record<string, {label: string, phase: string}>>,
 *   filed: {kind: string, label: string, sub_kinds: [string, string][]}[]}} Told
 */

/** @type {Told} */
export let told = { columns: [], shown: [], fields: [], words: {}, kinds: {}, filed: [] };

/** @param {Told} props */
export function setTold(props) {
  told = props;
}

/**
 * The columns by their names; the usual ones for none. Unknown names are left out: the view says so.
 *
 * @param {string[]} names
 */
export const columnsNamed = (names) =>
  (names.length > 0 ? names : told.shown).flatMap((name) => told.columns.filter((column) => column.name === name));

/** @param {string} name */
export const fieldNamed = (name) => told.fields.find((field) => field.name === name);

/** A filter's value in words: "故障报修, 投诉", "7 天". @param {string} name @param {string} value */
export function valueInWords(name, value) {
  const field = fieldNamed(name);
  const words = new Map(field?.choices ?? []);
  return field?.type === "text" ? value : value.split(",").map((code) => words.get(code) ?? code).join(", ");
}
