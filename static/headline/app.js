// @ts-check
// The page of figures: the key figures with the chosen one in full, whether alarms can be worked, the headline table
// (every figure now, the year before, what the article printed, what it means), questions in words, the catalogue.
import { effect, html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { focusOn } from "../ui/keys.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { askedByDays, Period } from "../ui/period.js";
import { TakeFile } from "../ui/take_file.js";
import { Narrow } from "../figures/narrow.js";
import { Question, startQuestion } from "../figures/question.js";
import { changeIn, changeUnit, unitWord, valueIn } from "../figures/rules.js";
import { readUnits, UnitChoice } from "../figures/unit_choice.js";
import { AlarmHealth, readAlarms } from "./alarm_health.js";
import { AllFigures, known, startCatalogue } from "./all_figures.js";
import { Cells } from "./cells.js";
import { Chosen } from "./chosen.js";
import { addressOf, ask, asked, cells, choosePlace, current, query, readKey } from "./key.js";

const table = askedByDays("headline-figures/", () => ({ unit: asked.peek().unit }));
/** @param {{value: number | null, of: number | null, unit: string}} props */
function Value({ value, of, unit }) {
  if (value === null) return html`<span class="quiet" title=${gettext("Nothing to reckon it from")}>—</span>`;
  return html`<b>${reported(value, valueIn(unit))}</b> <span class="quiet">${unitWord(unit)}</span>
    ${of !== null && html`<span class="second-line">${fill(gettext("of {n}"), { n: number(of) })}</span>`}`;
}

function Change({ figure }) {
  const change = changeIn(figure);
  if (figure.new) return gettext("new");
  if (!change) return html`<span class="quiet">—</span>`;
  return html`${change.by} <span class="quiet">${changeUnit(figure.unit)}</span>
    ${change.percent && html`<span class="second-line">${change.percent}</span>`}`;
}

function Row({ figure }) {
  return html`<tr class=${`row-${figure.code}`}><th scope="row">${known(figure.code)
      ? html`<a class="row-link" href=${addressOf(figure.code)}>${figure.label}</a>` : figure.label}</th>
    <td><${Value} value=${figure.now} of=${figure.now_of} unit=${figure.unit} /></td>
    <td><${Value} value=${figure.before} of=${figure.before_of} unit=${figure.unit} /></td>
    <td><${Change} figure=${figure} /></td>
    <td class="of-article">${figure.article || html`<span class="quiet">—</span>`}</td>
    <td class="means">${figure.means}
      ${figure.rows && html` <a class="row-link" href=${figure.rows}>${gettext("Its rows")}</a>`}</td></tr>`;
}

function Table({ body }) {
  const heads = [gettext("Figure"), gettext("Now"), gettext("Year before"), gettext("Change")];
  return html`<table class="figure-table headline-table">
    <caption class="sr-only">${gettext("Headline figures")}</caption>
    <thead><tr>${heads.map((head) => html`<th scope="col" key=${head}>${head}</th>`)}
      <th scope="col" class="of-article">${gettext("The article")}</th>
      <th scope="col">${gettext("What it means")}</th></tr></thead>
    <tbody>${body.figures.map((figure) => html`<${Row} key=${figure.code} figure=${figure} />`)}</tbody></table>
    <p class="quiet">${fill(gettext(
      "The article: {source}. Its figures are quoted, not reckoned here; ours are of this system's rows.",
    ), { source: body.article })}</p>`;
}

/** Another unit is asked of the table too; what its rows do not know is asked of the key figures alone. */
async function choose(change) {
  await ask(change);
  if ("unit" in change) await table.read();
}

function Filters() {
  const { unit, urban, voltage } = asked.value, body = cells.value?.body;
  return html`<${Period} of=${table}>
    <${UnitChoice} chosen=${unit} name=${body?.place_name}
      choose=${(/** @type {string} */ code) => choose({ unit: code })} />
    <${Narrow} asked=${{ urban, voltage }} choose=${choose} />
    <${TakeFile} table="key-figures" query=${query()} title=${gettext("Key figures")} />
    <span class="figure-ways no-print">
      <a class="button small" href=${`/reports/weekly/${unit && `?${new URLSearchParams({ unit })}`}`}>
        ${gettext("Weekly report")}</a>
      <a class="button small" href="/etr/">${gettext("Told restoration times")}</a>
      <button class="button small" onClick=${() => print()}>${gettext("Print")}</button></span></${Period}>`;
}

function KeyFigures() {
  const { body, problem } = cells.value ?? {};
  return html`${problem && html`<${Unread} problem=${problem} again=${() => readKey()} />`}
    ${body ? html`<${Cells} /><${Chosen} />` : !problem && html`<${Skeletons} />`}`;
}

function Headline() {
  const { body, problem } = table.answer.value ?? {};
  return html`<section class="headline" aria-label=${gettext("Beside the article")}>
    <div class="part-head"><h2>${gettext("Beside the article")}</h2><${TakeFile} table="headline-figures"
      query=${{ ...table.days.value, ...(asked.value.unit && { unit: asked.value.unit }) }}
      title=${gettext("Beside the article")} />
      ${narrowed() && html`<span class="quiet">${gettext("Of every area and voltage")}</span>`}</div>
    ${problem && html`<${Unread} problem=${problem} again=${table.read} />`}
    ${body ? html`<${Table} body=${body} />` : !problem && html`<${Skeletons} />`}</section>`;
}

const narrowed = () => Boolean(asked.value.urban || asked.value.voltage);

function Page() {
  return html`<${Frame} area="headline" title=${gettext("Headline figures")} keys=${KEYS} kind="figure-page">
    <div class="figure-scroll" tabindex="0" role="group" aria-label=${gettext("Headline figures")}>
      <${Question} />
      <${Filters} /><${KeyFigures} />
      <${AlarmHealth} />
      <${Headline} />
      <${AllFigures} addressOf=${addressOf} /></div>
  </${Frame}>`;
}

/** The days stand in the table's answer; of other ones the key figures and the alarms are asked anew. */
function followDays() {
  let asked = "";
  effect(() => {
    const body = table.answer.value?.body;
    const days = body ? `${body.since} ${body.until}` : "";
    if (!days || days === asked) return;
    if (asked) readKey(body);
    asked = days;
    readAlarms(body);
  });
}

const PLACES = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** @param {Record<string, string>} [more] */
function openChosen(more) {
  const figure = current();
  if (figure) location.assign(addressOf(figure.definition.code, more));
}

/** @type {import("../ui/keys.js").Keys} */
const KEYS = {
  table: [
    [["q"], "Q", () => gettext("ask in words"), focusOn("[name=question]")],
    [["/"], "/", () => gettext("the period"), focusOn("[name=since]")],
    [PLACES, "1 – 8", () => gettext("a key figure in full"), (event) => choosePlace(Number(event.key))],
    [["d"], "D", () => gettext("its definition"), () => openChosen()],
    [["r"], "R", () => gettext("the rows behind it"), () => openChosen({ rows: "1" })],
    [["."], ".", () => gettext("ask again"), () => Promise.all([table.read(), readKey()])],
  ],
  regions: [".top button, .top a", ".question input", ".figure-period input", ".key-cell",
    ".chosen a, .chosen button", ".headline-table a", ".all-figures a"],
};

export const mount = (element, props) =>
  mountScreen(element, props, {
    page: Page, keys: KEYS, start: [() => readKey(), table.read, startCatalogue, startQuestion, followDays, readUnits],
  });
