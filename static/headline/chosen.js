// @ts-check
// The chosen key figure: its course with the target, what it is made of, the hours of the week, the units below.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { TakeFile } from "../ui/take_file.js";
import { Months, Pareto, Week } from "../figures/charts.js";
import { Ranking } from "../figures/ranking.js";
import { addressOf, ask, chosen, current, partsOf, query, readKey } from "./key.js";

/** @type {Record<string, () => string>} */
const TITLES = {
  month: () => gettext("Thirteen months"), units: () => gettext("Ranking"), hour: () => gettext("By hour of the week"),
  cause: () => gettext("By cause"), channel: () => gettext("By channel"), kind: () => gettext("By kind"),
};

/** @param {{body: any, by: string, draw: (part: any) => any}} props */
function Part({ body, by, draw }) {
  const part = body.divisions.find((/** @type {any} */ each) => each.by === by);
  return part && html`<section class=${`figure-part of-${by}`}><div class="part-head"><h3>${TITLES[by]()}</h3>
    <${TakeFile} table=${`figures/${body.definition.code}/parts`} query=${query({ by })} title=${TITLES[by]()} /></div>
    ${draw({ ...part, definition: body.definition })}</section>`;
}

/** @param {{body: any}} props */
function Full({ body }) {
  const { definition } = body, parts = partsOf(definition);
  const drill = (/** @type {string} */ unit) => ask({ unit });
  return html`<div class="chosen-head"><h2>${definition.label} <span class="quiet">${body.place_name} · ${fill(
      gettext("{first} to {last}"), { first: body.first, last: body.last })}</span></h2>
    <a class="button small" href=${addressOf(definition.code)}>${gettext("Definition")} <kbd class="key">D</kbd></a>
    <a class="button small" href=${addressOf(definition.code, { rows: "1" })}>${gettext("The rows behind it")}
      <kbd class="key">R</kbd></a></div>
    <p class="quiet chosen-means">${definition.means}</p>
    <div class="chosen-parts">
      <${Part} body=${body} by="month" draw=${(/** @type {any} */ part) => html`<${Months} body=${part}
        target=${definition.target} />`} />
      ${parts && html`<${Part} body=${body} by=${parts} draw=${(/** @type {any} */ part) => html`<${Pareto} body=${part}
        title=${TITLES[parts]()} />`} />`}
      <${Part} body=${body} by="hour" draw=${(/** @type {any} */ part) => html`<${Week} body=${part} />`} />
      <${Part} body=${body} by="units" draw=${(/** @type {any} */ part) => html`<${Ranking} body=${part}
        drill=${drill} />`} />
    </div>`;
}

export function Chosen() {
  const { body, problem } = chosen.value ?? {};
  const figure = current();
  if (figure && !figure.told) return html`<p class="quiet chosen">${fill(
    gettext("{figure} is not told by kind of area or voltage: its rows know nothing of it."),
    { figure: figure.definition.label })}</p>`;
  return html`<section class="chosen one-figure" aria-label=${gettext("The chosen figure")}>
    ${problem && html`<${Unread} problem=${problem} again=${readKey} />`}
    ${body ? html`<${Full} body=${body} />` : !problem && html`<${Skeletons} count=${4} />`}</section>`;
}
