// @ts-check
// What the address asks of the complaint figures: which view, of which days, by which tree. Pure.

/** @typedef {"versions" | "units" | "causes"} View */
/**
 * @typedef {{view: View, since: string, until: string, tree: string, centre: string, sort: string, trigger: string}}
 *   Asked `centre`: the units of one alone, or every centre where it is "all"; `sort`: a figure of the units' table
 */

/** @type {View[]} */
export const VIEWS = ["versions", "units", "causes"];
/** What the days and the tree are asked with, and what each view asks besides. @type {Record<View, (keyof Asked)[]>} */
const NAMES = {
  versions: ["since", "until"],
  units: ["since", "until", "tree", "centre", "sort"],
  causes: ["since", "until", "tree", "trigger"],
};

/** @param {string} search @returns {Asked} */
export function readAsked(search) {
  const said = new URLSearchParams(search);
  const name = /** @type {View} */ (said.get("view"));
  /** @param {string} key */
  const of = (key) => said.get(key) ?? "";
  return {
    view: VIEWS.includes(name) ? name : "versions", since: of("since"), until: of("until"), tree: of("tree"),
    centre: of("centre"), sort: of("sort"), trigger: of("trigger"),
  };
}

/**
 * The address of what is asked; what other parts of the page read stays in it.
 * @param {Asked} asked @param {string} search
 */
export function addressOf(asked, search) {
  const before = new URLSearchParams(search);
  const said = new URLSearchParams();
  if (asked.view !== "versions") said.set("view", asked.view);
  for (const name of NAMES[asked.view]) if (asked[name]) said.set(name, asked[name]);
  for (const name of ["lang", "theme"]) if (before.get(name)) said.set(name, before.get(name) ?? "");
  return `?${said}`;
}

/** What the API is asked for a view. @param {Asked} asked @returns {Record<string, string>} */
export function queryOf(asked) {
  const names = NAMES[asked.view].filter((name) => !["centre", "sort"].includes(name));
  return Object.fromEntries(names.map((name) => [name, asked[name]]).filter(([, value]) => value));
}
