// @ts-check
// The complaint figures: every version of the category tree side by side, each against the year before, with what
// every figure means beside it.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { focusOn } from "../ui/keys.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { ROWS, valuesOf } from "./rows.js";

const asked = new URLSearchParams(location.search);
const days = signal({ since: asked.get("since") ?? "", until: asked.get("until") ?? "" });
/** {body} | {problem}; null while the first answer comes. */
const answer = signal(/** @type {any} */ (null));

async function read() {
  const query = Object.fromEntries(Object.entries(days.peek()).filter(([, day]) => day));
  const found = await get("complaint-figures/", query).then((body) => ({ body }), (problem) => ({ problem }));
  answer.value = found.problem ? { ...answer.peek(), ...found } : found;
  if (!found.body) return;
  days.value = { since: found.body.since, until: found.body.until };
  const language = asked.get("lang") ? { lang: asked.get("lang") } : {};
  history.replaceState(null, "", `?${new URLSearchParams({ ...days.peek(), ...language })}`);
}

function Period() {
  const change = (name) => (event) => {
    days.value = { ...days.peek(), [name]: event.currentTarget.value };
    read();
  };
  const day = (name, label) => html`<label class="field"><span>${label}</span><input class="input" type="date"
    name=${name} value=${days.value[name]} onChange=${change(name)} /></label>`;
  const { body } = answer.value ?? {};
  return html`<div class="figure-period"><a class="button small" href="/complaints/">${gettext("Complaint desk")}
    <kbd class="key">W</kbd></a>${day("since", gettext("From"))}${day("until", gettext("Until"))}
    ${body && html`<span class="quiet">${fill(gettext("{n} customers in your area"), { n: number(body.customers) })}
      </span>`}</div>`;
}

const percent = (value) => (value === null ? "—" : `${value > 0 ? "+" : ""}${value.toFixed(2)}%`);

function Heads({ trees }) {
  return html`<thead><tr><th rowspan="2" scope="col">${gettext("Figure")}</th>${trees.map((tree) =>
    html`<th colspan="3" scope="colgroup" key=${tree.tree}>${fill(gettext("By the tree {tree}, in force since {day}"),
      { tree: tree.tree, day: tree.valid_from })}${tree.assumed && ` · ${gettext("assumed")}`}</th>`)}
    <th rowspan="2" scope="col">${gettext("What it means")}</th></tr>
    <tr>${trees.map(() => html`<th scope="col">${gettext("Now")}</th><th scope="col">${gettext("Year before")}</th>
      <th scope="col">${gettext("Change")}</th>`)}</tr></thead>`;
}

function Table({ trees }) {
  const cells = (row) => trees.map((tree) => {
    const [now, before, change] = valuesOf(row, tree);
    return html`<td><b>${number(now, row.digits)}</b></td><td>${before === null ? "" : number(before)}</td>
      <td>${before === null ? "" : percent(change)}</td>`;
  });
  return html`<table class="figure-table"><caption class="sr-only">${gettext("Complaint figures")}</caption>
    <${Heads} trees=${trees} /><tbody>${ROWS.map((row) => html`<tr key=${row.name} class=${`row-${row.name}`}>
      <th scope="row">${row.words()}</th>${cells(row)}<td class="means">${row.means()}</td></tr>`)}</tbody></table>`;
}

function Page() {
  const { body, problem } = answer.value ?? {};
  return html`<${Frame} area="complaints" title=${gettext("Complaint figures")} keys=${KEYS} kind="figure-page">
    <div class="figure-scroll" tabindex="0" role="group" aria-label=${gettext("Complaint figures")}><${Period} />
      ${problem && html`<${Unread} problem=${problem} again=${read} />`}
      ${body ? html`<${Table} trees=${body.trees} />` : !problem && html`<${Skeletons} />`}</div>
  </${Frame}>`;
}

/** @type {import("../ui/keys.js").Keys} */
const KEYS = {
  table: [
    [["/"], "/", () => gettext("the period"), focusOn("[name=since]")],
    [["."], ".", () => gettext("ask again"), read],
    [["w"], "W", () => gettext("the complaint desk"), () => location.assign("/complaints/")],
  ],
  regions: [".top button, .top a", ".figure-period a, .figure-period input"],
};

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [read] });
