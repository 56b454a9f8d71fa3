// @ts-check
// The headline table: every figure now, the year before, what changed, and beside it what the article printed, what the
// figure means and the rows it was counted from.
import { effect, html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { focusOn } from "../ui/keys.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { askedByDays, Period } from "../ui/period.js";
import { TakeFile } from "../ui/take_file.js";
import { Question, startQuestion } from "../figures/question.js";
import { changeIn, changeUnit, unitWord, valueIn } from "../figures/rules.js";
import { AlarmHealth, readAlarms } from "./alarm_health.js";
import { AllFigures, known, startCatalogue } from "./all_figures.js";

const table = askedByDays("headline-figures/");
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

/** The page of the figure, of the same days. @param {string} code */
const addressOf = (code) =>
  `/figures/${code}/?${new URLSearchParams({ from: table.days.value.since, to: table.days.value.until })}`;

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

function Page() {
  const { body, problem } = table.answer.value ?? {};
  return html`<${Frame} area="headline" title=${gettext("Headline figures")} keys=${KEYS} kind="figure-page">
    <div class="figure-scroll" tabindex="0" role="group" aria-label=${gettext("Headline figures")}>
      <${Question} />
      <${Period} of=${table}><${TakeFile} table="headline-figures" query=${table.days.value}
        title=${gettext("Headline figures")} /><span class="figure-ways no-print">
        <a class="button small" href="/reports/weekly/">${gettext("Weekly report")}</a>
        <a class="button small" href="/etr/">${gettext("Told restoration times")}</a></span></${Period}>
      ${problem && html`<${Unread} problem=${problem} again=${table.read} />`}
      ${body ? html`<${Table} body=${body} />` : !problem && html`<${Skeletons} />`}
      <${AlarmHealth} />
      <${AllFigures} addressOf=${addressOf} /></div>
  </${Frame}>`;
}

/** The days stand in the table's answer; a later question asks for the alarms of other ones. */
function followDays() {
  let asked = "";
  effect(() => {
    const body = table.answer.value?.body;
    const days = body ? `${body.since} ${body.until}` : "";
    if (!days || days === asked) return;
    asked = days;
    readAlarms(body);
  });
}

/** @type {import("../ui/keys.js").Keys} */
const KEYS = {
  table: [
    [["q"], "Q", () => gettext("ask in words"), focusOn("[name=question]")],
    [["/"], "/", () => gettext("the period"), focusOn("[name=since]")],
    [["."], ".", () => gettext("ask again"), table.read],
  ],
  regions: [".top button, .top a", ".question input, .question button, .question a", ".figure-period input",
    ".figure-period a", ".headline-table a", ".all-figures a"],
};

export const mount = (element, props) =>
  mountScreen(element, props, {
    page: Page, keys: KEYS, start: [table.read, startCatalogue, startQuestion, followDays],
  });
