// @ts-check
// What complaints spring from, as bars: over the order, the outage or the connection that each is linked to.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { openBehind } from "./behind.js";
import { ask, daysOf } from "./data.js";

/** @type {Record<string, () => string>} */
const DIMENSIONS = {
  trigger: () => gettext("What set them off"), feeder: () => gettext("Feeder"), county: () => gettext("Centre"),
  grid: () => gettext("Service grid (villages)"), transformer: () => gettext("Transformer area"),
  unit: () => gettext("Unit of the trigger"), unit_kind: () => gettext("Kind of unit"),
  category: () => gettext("Category alleged"),
};
/** @param {{body: any}} props */
export function TriggerChoice({ body }) {
  return html`<label class="field"><span>${gettext("Set off by")}</span><select class="input" name="trigger"
    onChange=${(/** @type {any} */ event) => ask({ trigger: event.currentTarget.value })}>
    <option value="" selected=${!body.trigger}>${gettext("All")}</option>
    ${body.triggers.map((/** @type {any} */ one) => html`<option key=${one.code} value=${one.code}
      selected=${body.trigger === one.code}>${one.name}</option>`)}</select></label>`;
}

/**
 * Bars are as long as the greatest cause allows; what is no cause has none, or it would dwarf them.
 * @param {{row: any, of: string, body: any, most: number}} props
 */
function Bar({ row, of, body, most }) {
  const words = `${DIMENSIONS[of]()} · ${row.name}`;
  const behind = { ...daysOf(body, false), tree: body.tree, by: of, key: row.key };
  const query = body.trigger ? { ...behind, trigger: body.trigger } : behind;
  const share = body.alleged ? (row.now / body.alleged) * 100 : 0;
  const inner = html`<span class="bar-name">${row.name}</span><span class="bar-count"><b>${number(row.now)}</b>
      <span class="quiet"> ${number(share, 0)}%</span></span>
    ${row.cause && html`<svg class="bar-line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-before" y="6" width=${(row.last_year / most) * 100} height="2" />
      <rect class="bar-now" width=${(row.now / most) * 100} height="5" /></svg>`}
    <span class="bar-last quiet">${fill(gettext("year before {n}"), { n: number(row.last_year) })}</span>`;
  const kind = `bar ${row.cause ? "" : "bar-rest"}`;
  if (row.key === "SEALED" || !row.now) return html`<li><span class=${kind}>${inner}</span></li>`;
  const show = () => openBehind(words, query);
  return html`<li><button class=${kind} aria-haspopup="dialog" onClick=${show}>${inner}</button></li>`;
}

/** @param {{one: any, body: any}} props */
function Dimension({ one, body }) {
  const causes = one.rows.filter((/** @type {any} */ row) => row.cause);
  const most = Math.max(1, ...causes.flatMap((/** @type {any} */ row) => [row.now, row.last_year]));
  return html`<section class="cause" aria-label=${DIMENSIONS[one.code]()}><h2>${DIMENSIONS[one.code]()}</h2>
    <ol>${one.rows.map((/** @type {any} */ row) => html`<${Bar} key=${row.key} row=${row} of=${one.code} body=${body}
      most=${most} />`)}</ol></section>`;
}

/** @param {{body: any}} props */
export function Causes({ body }) {
  const share = body.alleged ? Math.round((body.linked / body.alleged) * 100) : 0;
  const linked = fill(gettext("{linked} of {alleged} name what set them off ({share}%)."),
    { linked: number(body.linked), alleged: number(body.alleged), share });
  return html`<p class="quiet figure-note">${body.alleged > 0 && linked}
    ${" "}${gettext("Alleged: complaints, with those withdrawn and downgraded.")}
    ${" "}${gettext("The thin line is the year before. Every bar opens its rows.")}</p>
    ${body.alleged + body.alleged_before === 0 ? html`<p>${gettext("Nothing was alleged on these days.")}</p>` :
    html`<div class="causes">${body.dimensions.map((/** @type {any} */ one) =>
      html`<${Dimension} key=${one.code} one=${one} body=${body} />`)}</div>`}`;
}
