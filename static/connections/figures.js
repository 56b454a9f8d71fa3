// @ts-check
// The figures of the last thirty days as a strip; each opens what it means and the rows it was counted from.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { fullMoment, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { second } from "../live/store.js";
import { openOrder } from "../orders/open_order.js";
import { Dialog } from "../ui/dialog.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { figures } from "./data.js";

/** Code of the figure that is open, or "". */
export const openFigure = signal("");
const behind = signal(/** @type {any} */ (null)); // {body} | {problem}; null while it comes

/** @param {string} code */
async function show(code) {
  openFigure.value = code;
  behind.value = null;
  const { start, end } = figures.peek();
  const found = await get(`connection-figures/${code}/`, { start, end })
    .then((body) => ({ body }), (problem) => ({ problem }));
  if (openFigure.peek() === code) behind.value = found;
}

export const openFirstFigure = () => figures.peek() && show(figures.peek().figures[0].code);

/** @param {number | null} days */
const daysOf = (days) => (days === null ? "—" : fill(gettext("{n} d"), { n: number(days, 1) }));
/** @param {any} figure */
const isOfDays = (figure) => figure.code.startsWith("days_");
/** @param {any} figure */
const valueOf = (figure) => {
  if (isOfDays(figure)) return daysOf(figure.days);
  return figure.percent === null ? "—" : `${number(Number(figure.percent), 2)} %`;
};
/** @param {any} figure */
const countOf = (figure) => figure.hits === null
  ? fill(ngettext("{n} case", "{n} cases", figure.of), { n: number(figure.of) })
  : `${number(figure.hits)} / ${number(figure.of)}`;

export function Figures() {
  if (!figures.value) return html`<div class="rate-strip"></div>`;
  return html`<div class="rate-strip" role="group" aria-label=${gettext("Figures of the last thirty days")}>
    ${figures.value.figures.map((/** @type {any} */ figure) => html`<button key=${figure.code} class="rate"
      title=${figure.definition} aria-haspopup="dialog" onClick=${() => show(figure.code)}>
      <span class="rate-name">${figure.label}</span> <b>${valueOf(figure)}</b>
      <span class="quiet">${countOf(figure)}</span></button>`)}
    <span class="quiet rate-period">${gettext("last 30 days")}</span></div>`;
}

/** @param {any} row */
function whyOf(row) {
  if (row.days !== null) return daysOf(row.days);
  if (row.answer) return word("satisfaction", row.answer);
  if (!row.parts) return row.hit ? gettext("yes") : gettext("no");
  const missing = Object.entries(row.parts).filter(([, met]) => !met).map(([part]) => word("conformity_part", part));
  return missing.length > 0 ? fill(gettext("missing: {parts}"), { parts: missing.join(", ") }) : gettext("yes");
}

/** @param {any} row */
function Row({ row }) {
  const open = (/** @type {any} */ event) => {
    event.preventDefault();
    close();
    openOrder(row);
  };
  return html`<tr class=${row.hit ? "" : "missed"}><th scope="row"><a class="row-link"
    href=${`/connections/?o=${encodeURIComponent(row.number)}`} onClick=${open}>${row.number}</a></th>
    <td>${fullMoment(row.at, second.peek())}</td><td>${whyOf(row)}</td></tr>`;
}

/** @param {any} row */
const tookDays = (row) => row.days !== null;

/** @param {any} body */
function Rows({ body }) {
  const more = body.of - body.rows.length, ofDays = body.rows.some(tookDays);
  return html`<table class="rate-rows"><caption class="sr-only">${gettext("Rows behind the figure")}</caption>
    <thead><tr><th scope="col">${gettext("Case")}</th><th scope="col">${gettext("When")}</th>
      <th scope="col">${ofDays ? gettext("Days") : gettext("Met")}</th></tr></thead>
    <tbody>${body.rows.map((/** @type {any} */ row, /** @type {number} */ at) =>
      html`<${Row} key=${`${row.number} ${at}`} row=${row} />`)}</tbody></table>
    ${more > 0 && html`<p class="quiet">${fill(
      ofDays ? gettext("and {n} more, sooner") : gettext("and {n} more that met it"), { n: number(more) })}</p>`}`;
}

const close = () => (openFigure.value = "");

export function FigureDialog() {
  const figure = figures.value?.figures.find((/** @type {any} */ each) => each.code === openFigure.value);
  return html`<${Dialog} open=${Boolean(figure)} label=${figure?.label ?? ""} onClose=${close}>
    ${figure && html`<div class="rate-about"><header><h2>${figure.label} ${valueOf(figure)}</h2>
      <button class="button" onClick=${close}>${gettext("Close")}</button></header>
      <p class="muted">${figure.definition}</p><p class="quiet">${countOf(figure)}</p>
      ${behind.value?.problem && html`<${Unread} problem=${behind.value.problem} again=${() => show(figure.code)} />`}
      ${behind.value?.body ? html`<div class="rate-scroll" tabindex="0" role="group"
        aria-label=${gettext("Rows behind the figure")}><${Rows} body=${behind.value.body} /></div>`
        : !behind.value && html`<${Skeletons} small count=${3} />`}</div>`}</${Dialog}>`;
}
