// @ts-check
// The rows of the table: what is counted, and what that means. No page, no network.

/** @typedef {{name: string, of: "now" | "tree", words: () => string, means: () => string, digits?: number}} Row */

/** @type {Row[]} */
export const ROWS = [
  { name: "told", of: "now", words: () => gettext("Told"),
    means: () => gettext(
      "Complaints, opinions, withdrawn and downgraded together: no reclassification changes it.",
    ) },
  { name: "alleged", of: "now", words: () => gettext("Alleged"),
    means: () => gettext("Complaints, with those that were withdrawn or downgraded.") },
  { name: "complaints", of: "now", words: () => gettext("Complaints"),
    means: () => gettext("Whose category counts as a complaint in this version of the tree.") },
  { name: "opinions", of: "now", words: () => gettext("Opinions"),
    means: () => gettext("Whose category counts as an opinion in this version.") },
  { name: "withdrawn", of: "now", words: () => gettext("Withdrawn"),
    means: () => gettext("By the customer alone, with a code to their own phone.") },
  { name: "downgraded", of: "now", words: () => gettext("Downgraded"),
    means: () => gettext("To an opinion, by two persons.") },
  { name: "liable", of: "now", words: () => gettext("Justified"),
    means: () => gettext("Complaints for which the utility was found liable.") },
  { name: "partly", of: "now", words: () => gettext("Partly justified"),
    means: () => gettext("Complaints for which it was found partly liable.") },
  { name: "not_liable", of: "now", words: () => gettext("Not justified"),
    means: () => gettext("Complaints for which it was found not liable.") },
  { name: "undecided", of: "now", words: () => gettext("Not decided yet"),
    means: () => gettext("Complaints whose liability is still open.") },
  { name: "reopened", of: "now", words: () => gettext("Reopened"),
    means: () => gettext("Alleged ones that came up again after they had been archived.") },
  { name: "by_hotline_95598", of: "now", words: () => gettext("By 95598"),
    means: () => gettext("Of all that was told.") },
  { name: "by_hotline_12345", of: "now", words: () => gettext("By 12345"),
    means: () => gettext("Of all that was told.") },
  { name: "by_hotline_12398", of: "now", words: () => gettext("By 12398"),
    means: () => gettext("Of all that was told.") },
  { name: "by_other_channel", of: "now", words: () => gettext("By other ways"),
    means: () => gettext("Of all that was told.") },
  { name: "per_million", of: "tree", digits: 2, words: () => gettext("Complaints per million customers"),
    means: () => gettext("Complaints of the period ÷ customers of the area × 1,000,000.") },
  { name: "liable_per_million", of: "tree", digits: 2, words: () => gettext("Justified per million customers"),
    means: () => gettext("Justified and partly justified ÷ customers of the area × 1,000,000.") },
];

/** @param {number} now @param {number} before @returns {number | null} percent; null where there was nothing before */
export const change = (now, before) => (before === 0 ? null : Math.round(((now - before) / before) * 10_000) / 100);

/**
 * A row under one version of the tree: now, the year before, the change in percent.
 * @param {Row} row @param {any} tree of GET complaint-figures/
 * @returns {[number | null, number | null, number | null]}
 */
export function valuesOf(row, tree) {
  if (row.of === "tree") return [tree[row.name] === null ? null : Number(tree[row.name]), null, null];
  return [tree.now[row.name], tree.last_year[row.name], change(tree.now[row.name], tree.last_year[row.name])];
}
