// @ts-check
// The complaint figures: by version of the category tree, by unit, by cause. View and days stand in the address.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { focusOn } from "../ui/keys.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { DayField } from "../ui/period.js";
import { TakeFile } from "../ui/take_file.js";
import { queryOf, VIEWS } from "./asked.js";
import { BehindDialog } from "./behind.js";
import { Causes, TriggerChoice } from "./causes.js";
import { answer, ask, asked, read, startFigures, stepView } from "./data.js";
import { UnitChoice, Units } from "./units.js";
import { Versions } from "./versions.js";

/** @type {Record<string, () => string>} */
const WORDS = {
  versions: () => gettext("By version of the tree"), units: () => gettext("By unit"), causes: () => gettext("By cause"),
};
const BODIES = { versions: Versions, units: Units, causes: Causes };

function Views() {
  const step = (/** @type {any} */ event) => {
    const by = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 })[event.key];
    if (!by) return;
    event.preventDefault();
    const tabs = event.currentTarget;
    stepView(by);
    requestAnimationFrame(() => tabs.querySelector('[aria-selected="true"]')?.focus());
  };
  return html`<div class="tabs figure-views" role="tablist" aria-label=${gettext("Views")} onKeyDown=${step}>
    ${VIEWS.map((name) => html`<button key=${name} class="tab" role="tab" id=${`view-${name}`}
      aria-selected=${asked.value.view === name} aria-controls="figure-view"
      tabindex=${asked.value.view === name ? 0 : -1}
      onClick=${() => ask({ view: name })}>${WORDS[name]()}</button>`)}</div>`;
}

/** @param {{body: any}} props */
function TreeChoice({ body }) {
  return html`<label class="field"><span>${gettext("Category tree")}</span><select class="input" name="tree"
    onChange=${(/** @type {any} */ event) => ask({ tree: event.currentTarget.value })}>
    ${body.trees.map((/** @type {string} */ tree) => html`<option key=${tree} value=${tree}
      selected=${body.tree === tree}>${tree}</option>`)}</select></label>`;
}

/** @param {{body: any}} props null before the first answer of a view */
function Period({ body }) {
  const { view } = asked.value;
  const day = (/** @type {"since" | "until"} */ name, /** @type {string} */ label) => html`<${DayField} name=${name}
    label=${label} value=${asked.value[name]} choose=${(/** @type {string} */ value) => ask({ [name]: value })} />`;
  return html`<div class="figure-period"><a class="button small" href="/complaints/">${gettext("Complaint desk")}
    <kbd class="key">W</kbd></a>${day("since", gettext("From"))}${day("until", gettext("Until"))}
    ${body && view !== "versions" && html`<${TreeChoice} body=${body} />`}
    ${body && view === "units" && html`<${UnitChoice} body=${body} />`}
    ${body && view === "causes" && html`<${TriggerChoice} body=${body} />`}
    ${body && view === "versions" && html`<span class="quiet">${fill(gettext("{n} customers in your area"),
      { n: number(body.customers) })}</span>`}
    ${body && html`<${TakeFile} table=${`complaint-figures/${view}`} query=${queryOf(asked.value)}
      title=${gettext("Complaint figures")} />`}</div>`;
}

function Page() {
  const { view } = asked.value;
  const { body, problem } = answer.value?.view === view ? answer.value : {};
  return html`<${Frame} area="complaints" title=${gettext("Complaint figures")} keys=${KEYS} kind="figure-page"
    dialogs=${html`<${BehindDialog} />`}>
    <${Views} />
    <div class="figure-scroll" id="figure-view" role="tabpanel" tabindex="0" aria-labelledby=${`view-${view}`}>
      <${Period} body=${body} />
      ${problem && html`<${Unread} problem=${problem} again=${read} />`}
      ${body ? html`<${BODIES[view]} body=${body} />` : !problem && html`<${Skeletons} />`}</div>
  </${Frame}>`;
}

/** @type {import("../ui/keys.js").Keys} */
const KEYS = {
  table: [
    [["1"], "1", () => gettext("by version"), () => ask({ view: "versions" })],
    [["2"], "2", () => gettext("by unit"), () => ask({ view: "units" })],
    [["3"], "3", () => gettext("by cause"), () => ask({ view: "causes" })],
    [["/"], "/", () => gettext("the period"), focusOn("[name=since]")],
    [["."], ".", () => gettext("ask again"), read],
    [["w"], "W", () => gettext("the complaint desk"), () => location.assign("/complaints/")],
  ],
  regions: [".top button, .top a", ".figure-views [aria-selected=true]", ".figure-period a, .figure-period input",
    "#figure-view .count-open, #figure-view .bar"],
};

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [startFigures] });
