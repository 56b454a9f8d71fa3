// @ts-check
// What stands behind a number: a dialog with the matters, each leading to its order, all of them to the list of orders.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { fullMoment, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { second } from "../live/store.js";
import { Dialog } from "../ui/dialog.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { TakeFile } from "../ui/take_file.js";

/** {title, query} of the number that is open, or null. */
const open = signal(/** @type {any} */ (null));
const found = signal(/** @type {any} */ (null)); // {body} | {problem}; null while it comes

/** @param {string} title @param {Record<string, string>} query of GET complaint-figures/rows/ */
export async function openBehind(title, query) {
  const asked = { title, query };
  open.value = asked;
  found.value = null;
  const answer = await get("complaint-figures/rows/", query).then((body) => ({ body }), (problem) => ({ problem }));
  if (open.peek() === asked) found.value = answer;
}

const close = () => (open.value = null);

/** @param {string} named a number of an order */
const orderPage = (named) => `/orders/?o=${encodeURIComponent(named)}`;
/** @param {string} named a number of an outage */
const outagePage = (named) => `/outages/?o=${encodeURIComponent(named)}`;
const HEADS = () => [
  gettext("Order"), gettext("Told on"), gettext("It alleges"), gettext("State"), gettext("Unit concerned"),
  gettext("Set off by"),
];

/** @param {any} row */
function triggerOf(row) {
  if (!row.trigger) return "—";
  const page = row.trigger_kind === "OUTAGE" ? outagePage(row.trigger) : orderPage(row.trigger);
  return html`<a class="row-link" href=${page}>${row.trigger}</a> <span class="quiet">${row.trigger_words}</span>`;
}

/** @param {any} row */
const Row = ({ row }) => html`<tr><th scope="row"><a class="row-link" href=${orderPage(row.goes_on || row.number)}>
  ${row.goes_on || row.number}</a>${row.goes_on && html`<span class="quiet behind-first">
  ${fill(gettext("goes on from {number}"), { number: row.number })}</span>`}</th>
  <td>${fullMoment(row.reported_at, second.peek())}</td><td>${row.category || "—"}</td><td>${row.state}</td>
  <td>${row.unit || "—"}</td><td>${triggerOf(row)}</td></tr>`;

/** @param {{body: any}} props */
function Table({ body }) {
  return html`<div class="behind-scroll" tabindex="0" role="group" aria-label=${gettext("Rows behind the figure")}>
    <table class="behind-rows"><caption class="sr-only">${gettext("Rows behind the figure")}</caption>
    <thead><tr>${HEADS().map((words) => html`<th scope="col" key=${words}>${words}</th>`)}</tr></thead>
    <tbody>${body.rows.map((/** @type {any} */ row) => html`<${Row} key=${row.number} row=${row} />`)}</tbody>
    </table></div>`;
}

/** @param {{body: any, query: Record<string, string>}} props */
function Rows({ body, query }) {
  const more = body.of - body.rows.length;
  const list = `/orders/?id=${body.rows.map((/** @type {any} */ row) => row.id).join(",")}`;
  const sealed = gettext("{n} more, told in confidence: they count, and are not shown to you.");
  if (body.rows.length === 0 && !body.in_confidence)
    return html`<p>${gettext("Nothing that you may see stands behind it.")}</p>`;
  return html`${body.rows.length > 0 && html`<${Table} body=${body} />`}
    ${body.in_confidence > 0 && html`<p class="quiet">${fill(sealed, { n: number(body.in_confidence) })}</p>`}
    ${more > 0 && html`<p class="quiet">${fill(gettext("and {n} older ones"), { n: number(more) })}</p>`}
    ${body.rows.length > 0 && html`<p><a class="row-link" href=${list}>
      ${gettext("Open them in the list of orders")}</a> <${TakeFile} table="complaint-figures/rows" query=${query}
      title=${gettext("Rows behind the figure")} /></p>`}`;
}

/** @param {number} n */
const countOf = (n) => fill(ngettext("{n} matter", "{n} matters", n), { n: number(n) });

export function BehindDialog() {
  const asked = open.value;
  const { body, problem } = found.value ?? {};
  return html`<${Dialog} open=${Boolean(asked)} label=${asked?.title ?? ""} kind="behind" onClose=${close}>
    ${asked && html`<div class="behind-about"><header><h2>${asked.title}</h2>
      ${body && html`<span class="muted">${countOf(body.of)}</span>`}
      <button class="button" onClick=${close}>${gettext("Close")}</button></header>
      ${problem && html`<${Unread} problem=${problem} again=${() => openBehind(asked.title, asked.query)} />`}
      ${body ? html`<${Rows} body=${body} query=${asked.query} />`
        : !problem && html`<${Skeletons} small count=${3} />`}</div>`}
  </${Dialog}>`;
}

/**
 * A number that opens its rows; nothing opens where there are none.
 * @param {{count: number, title: string, query: Record<string, string>, digits?: number}} props
 */
export function Count({ count, title, query }) {
  if (!count) return html`<span class="count-none">${number(count)}</span>`;
  return html`<button class="count-open" aria-haspopup="dialog" aria-label=${`${title}: ${number(count)}`}
    onClick=${() => openBehind(title, query)}>${number(count)}</button>`;
}
