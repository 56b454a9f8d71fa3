// Buttons and forms as the server tells them with an order, an outage or a plan: the fields that are shown, and what
// was typed as the API wants it. No page, no network.

/**
 * @typedef {{name: string, label: string, type: string, required?: boolean, most?: number | null, unless?: string,
 *   judged?: boolean, choices?: any[][], value?: string, when?: (values: Record<string, string>) => boolean,
 *   local?: boolean, nothing?: boolean, said?: boolean}} Field `local` is not sent; `nothing` is a choice of nothing;
 *   `said`: is not answered by leaving it
 * @typedef {{verb: string, path: string, label: string, done: string, key?: string, primary: boolean, danger: boolean,
 *   form: Field[]}} Told
 * @typedef {Told & Own & {fields: Field[]}} Action
 */
/**
 * What a screen adds to a verb: `run` instead of a form, `above` the fields, another `draft`, `send` or `submit` word.
 * @typedef {{run?: () => void, above?: any, draft?: any, send?: (typed: any) => Promise<boolean>, submit?: string}} Own
 */
/**
 * How a screen asks for fields of one type in its own way: other fields, or more than fields.
 * @typedef {Record<string, (field: Field, subject: any, record: any) => Field[] | (Own & {fields?: Field[]})>}
 *   OnTheScreen
 */

/** Beijing time of a form as the API reads it. @param {string} at */
export const moment = (at) => (at ? `${at}:00+08:00` : "");
/** Meters as people paste them: one a line, commas, spaces. @param {string} text */
export const meters = (text) => text.split(/[\s,，;；、]+/).filter(Boolean);

/** @type {Record<string, (typed: string) => any>} */
const SENT = {
  moment,
  meters,
  number: (typed) => (typed === "" ? "" : Number(typed)),
  yes_no: (typed) => typed === "true",
};

/** A yes or no that must be said, or a judgement, is not said by leaving it. @param {Field} field */
const unsaid = (field) =>
  (field.judged || field.type === "yes_no") && field.required && field.choices?.length
    ? { ...field, said: true, choices: [["", gettext("Choose…")], ...field.choices] }
    : field;

const FEW = 5;

/**
 * The one answer of a form that must be said, of a few: its choices are then the buttons that send the form.
 * @param {Field[]} fields @returns {Field | null}
 */
export function verdictOf(fields) {
  const [field, ...others] = fields.filter((one) => one.said);
  const isShort = field?.choices && field.choices.length <= FEW + 1 && field.type !== "unit";
  return isShort && others.length === 0 ? field : null;
}

/** @param {Field} field @param {Record<string, string>} opens */
const plain = (field, opens) => ({ ...unsaid(field), value: opens[field.name] ?? "" });

/**
 * The buttons, each with its fields; one whose choice has nothing in it is left out. `opens`: name → what a field
 * opens with.
 * @param {Told[] | undefined} verbs @param {OnTheScreen} onTheScreen @param {any} subject
 * @param {{record?: any, opens?: Record<string, string>}} [more]
 * @returns {Action[]}
 */
export const actionsOf = (verbs, onTheScreen, subject, { record, opens = {} } = {}) =>
  (verbs ?? []).map((told) => actionOf(told, onTheScreen, subject, record, opens))
    .filter((action) => !action.fields.some((field) => field.nothing));

/**
 * @param {Told} told @param {OnTheScreen} onTheScreen @param {any} subject @param {any} record
 * @param {Record<string, string>} opens @returns {Action}
 */
function actionOf(told, onTheScreen, subject, record, opens) {
  const action = { ...told, fields: /** @type {Field[]} */ ([]) };
  for (const field of told.form) {
    const own = onTheScreen[field.type]?.(field, subject, record) ?? [plain(field, opens)];
    if (Array.isArray(own)) action.fields.push(...own);
    else Object.assign(action, own, { fields: [...action.fields, ...(own.fields ?? [])] });
  }
  return action;
}

/** @param {Field} field @param {Record<string, string>} values */
const isAsked = (field, values) =>
  (field.when?.(values) ?? true) && !(field.unless && values[field.unless] === "true");

/** @param {Field[]} fields @param {Record<string, string>} values */
export const shownOf = (fields, values) => fields.filter((field) => isAsked(field, values));

/**
 * What was typed into the fields that are shown; an empty text is not "nothing" to the server and stays out.
 * @param {Field[]} fields @param {Record<string, string>} values
 */
export function bodyOf(fields, values) {
  const said = shownOf(fields, values)
    .filter((field) => !field.local)
    .map((field) => [field.name, (SENT[field.type] ?? String)(values[field.name] ?? "")]);
  return Object.fromEntries(said.filter(([, value]) => value !== ""));
}

/** @param {Field[]} fields @returns {Record<string, string>} */
export const startValues = (fields) =>
  Object.fromEntries(fields.map((field) => [field.name, field.value || String(field.choices?.[0]?.[0] ?? "")]));
