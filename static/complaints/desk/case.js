// @ts-check
// What the panel of an order shows of a complaint besides: why it may go further, and a year of the same account. Read
// when the complaint is opened, and again whenever its record was.
import { effect, html, signal, untracked } from "../../vendor/preact/11.2.0/preact.mjs";
import { details } from "../../console/detail_data.js";
import { get } from "../../js/api.js";
import { dayTime, duration } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { word } from "../../js/words.js";
import { Entry, Fold, Unread } from "../../ui/panel.js";

const KIND = "COMPLAINT";
const OUTAGE = "OUTAGE";
const NOTHING = { number: "", body: null, problem: null };
/** {number, body, problem} of the opened complaint. */
const opened = signal(/** @type {any} */ (NOTHING));

/** @param {string} number */
async function read(number) {
  if (opened.peek().number !== number) opened.value = { ...NOTHING, number };
  const found = await get(`complaint-cases/${encodeURIComponent(number)}/`)
    .then((body) => ({ body, problem: null }), (problem) => ({ problem }));
  if (opened.peek().number === number) opened.value = { ...opened.peek(), ...found };
}

const reread = () => opened.peek().number && read(opened.peek().number);

export function startCase() {
  effect(() => {
    const { record } = details.value;
    untracked(() => {
      if (record?.order_kind === KIND) read(record.number);
      else opened.value = NOTHING;
    });
  });
}

/** @param {any} row */
const addressOf = (row) => `/${row.what === OUTAGE ? "outages" : "orders"}/?o=${encodeURIComponent(row.number)}`;

function Dark(/** @type {{row: any}} */ { row }) {
  const minutes = row.until && (Date.parse(row.until) - Date.parse(row.at)) / 60_000;
  return html`<a class="order-link" href=${addressOf(row)}>${gettext("Without power")}</a>
    ${` · ${word("outage_kind", row.words)} · `}${row.until ? duration(minutes) : gettext("still without power")}`;
}

const Told = (/** @type {{row: any}} */ { row }) => html`<a class="order-link" href=${addressOf(row)}>
  …${row.number.slice(-7)}</a> ${row.words} <span class="quiet">${row.state}</span>`;

/** @param {any} order @param {any} record of the panel, once it has come */
export function yearOf(order, record) {
  const { number: of, body, problem } = opened.value;
  if (!record || of !== order.number) return null;
  return html`<${Unread} problem=${problem} again=${reread} />
    ${body?.risks.length > 0 && html`<p class="attention-line">${fill(gettext("May go further: {why}"), {
      why: body.risks.map((/** @type {string} */ risk) => word("complaint_risk", risk)).join(" · ") })}</p>`}
    ${body?.year.length === 0 && html`<section class="panel"><p class="quiet">${body.confidential
      ? gettext("Told in confidence: the account is not shown.")
      : gettext("Nothing else about this account in a year.")}</p></section>`}
    ${body && html`<${Fold} title=${gettext("The account in a year")} count=${body.year.length}>
      <ol class="timeline">${body.year.map((/** @type {any} */ row, /** @type {number} */ at) =>
        html`<${Entry} key=${row.what + row.number + row.at} newest=${at === 0} at=${dayTime(row.at)}>
        ${row.what === OUTAGE ? html`<${Dark} row=${row} />` : html`<${Told} row=${row} />`}</${Entry}>`)}</ol>
    </${Fold}>`}`;
}
