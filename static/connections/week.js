// @ts-check
// The week as a table: a band for every unit with the room of its half days, below it a line for each manager. Its
// cells take what is dragged to them.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, day as dayWords, hourMinute } from "../js/format.js";
import { named } from "../js/names/names.js";
import { fill } from "../js/text.js";
import { unitName, word } from "../js/words.js";
import { list, question, refresh, setFilter } from "../orders/list_data.js";
import { opened, openOrder } from "../orders/open_order.js";
import { addressOf } from "../orders/question.js";
import { fieldNamed } from "../orders/told.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { halfOf, linesOf, stateOf } from "./week_rules.js";

const STATES = {
  made: () => gettext("not confirmed"), confirmed: () => gettext("confirmed"), arrived: () => gettext("arrived"),
  missed: () => gettext("nobody came"), moved: () => gettext("moved"),
};
const SIGNS = { made: "◔", confirmed: "◑", arrived: "✓", missed: "✕", moved: "→" };

/** What is being dragged: {number, unit}. */
const dragged = signal(/** @type {{number: string, unit: string} | null} */ (null));

/** @param {{goWeeks: (weeks: number) => void, goToday: () => void}} props */
export function WeekTools({ goWeeks, goToday }) {
  const { body, at, loading } = list.value;
  const units = fieldNamed("unit")?.choices ?? [];
  const choose = (/** @type {any} */ event) => setFilter("unit", event.currentTarget.value);
  const span = body && `${body.days[0].on} – ${body.days[6].on.slice(5)}`;
  return html`<div class="list-tools" role="toolbar" aria-label=${gettext("The week")}>
    <a class="button small" href="/connections/">${gettext("Pipeline")} <kbd class="key">W</kbd></a>
    <button class="button small" onClick=${() => goWeeks(-1)} aria-label=${gettext("previous week")}>←
      <kbd class="key">[</kbd></button>
    <b class="week-span" role="status">${span}</b>
    <button class="button small" onClick=${() => goWeeks(1)} aria-label=${gettext("next week")}>→
      <kbd class="key">]</kbd></button>
    <button class="button small" onClick=${goToday}>${gettext("This week")}</button>
    ${units.length > 1 && html`<label><span class="sr-only">${gettext("Unit")}</span><select class="input small"
      value=${question.value.filters.unit ?? ""} onChange=${choose}><option value="">${gettext("All units")}</option>
      ${units.map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}</select></label>`}
    <span class="list-side"><span class="week-legend" aria-hidden="true">${Object.entries(STATES).map(
      ([state, words]) => html`<span key=${state} class=${`visit-sign sign-${state}`}>
      ${SIGNS[/** @type {"made"} */ (state)]} ${words()}</span>`)}</span>
      <button class="button small quiet-button" onClick=${refresh}>${loading || !at ? gettext("Reading…")
        : fill(gettext("as of {time}"), { time: clock(at) })} <kbd class="key">U</kbd></button></span></div>`;
}

function Block(/** @type {{visit: any}} */ { visit }) {
  const state = stateOf(visit);
  const isOpen = opened.value === visit.number;
  const mayMove = state !== "moved" && state !== "arrived";
  const open = (/** @type {any} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    openOrder(visit);
  };
  const take = (/** @type {any} */ event) => {
    event.dataTransfer?.setData("text/plain", visit.number);
    dragged.value = { number: visit.number, unit: visit.unit_code };
  };
  const words = [word("purpose", visit.purpose), STATES[state](), visit.applicant, named(visit.address),
    visit.ended_by && fill(gettext("by {who}"), { who: word("side", visit.ended_by) }), visit.reason]
    .filter(Boolean).join(" · ");
  return html`<li class=${`visit-block sign-${state} ${isOpen ? "selected" : ""}`}
    data-key=${state === "moved" ? undefined : visit.number}><a class="row-link" title=${words}
    href=${addressOf({ ...question.value, opened: visit.number })} aria-current=${isOpen ? "true" : undefined}
    draggable=${mayMove} onDragStart=${take} onDragEnd=${() => (dragged.value = null)} onClick=${open}>
    <span aria-hidden="true">${SIGNS[state]}</span> ${word("purpose", visit.purpose)}
    <span class="second-line">${visit.applicant || visit.number.slice(-6)}</span>
    <span class="sr-only">${words}</span></a></li>`;
}

/** The room of a half day of a unit; nothing where nobody works. @param {any} slot */
const roomOf = (slot) => slot && (slot.booked >= slot.capacity
  ? gettext("full")
  : fill(gettext("{n} of {most} free"), { n: slot.capacity - slot.booked, most: slot.capacity }));

/** @param {{unit: any, halves: any[], visits: any[], onDrop: (number: string, moment: string) => void}} props */
function UnitRows({ unit, halves, visits, onDrop }) {
  const slots = Object.fromEntries(unit.slots.map((/** @type {any} */ slot) => [halfOf(slot.starts_at), slot]));
  const isMeant = (/** @type {any} */ slot) => slot && dragged.value?.unit === unit.code;
  const over = (/** @type {any} */ slot) => (/** @type {any} */ event) => isMeant(slot) && event.preventDefault();
  const drop = (/** @type {any} */ slot) => (/** @type {any} */ event) => {
    if (!isMeant(slot)) return;
    event.preventDefault();
    onDrop(/** @type {any} */ (dragged.peek()).number, slot.starts_at);
    dragged.value = null;
  };
  return html`<tbody class="week-unit"><tr class="unit-line"><th scope="rowgroup">${unitName(unit.name)}</th>
      ${halves.map(({ key, kind }) => html`<td key=${key} class=${`${kind} ${slots[key] &&
        slots[key].booked >= slots[key].capacity ? "is-full" : ""}`}>${roomOf(slots[key])}</td>`)}</tr>
    ${linesOf(unit, visits).map((line) => html`<tr key=${line.key} class="manager-line"><th scope="row">
      ${line.name || gettext("nobody named yet")}</th>${halves.map(({ key, kind }) => html`<td key=${key}
      data-half=${key} class=${`${kind} ${isMeant(slots[key]) ? "takes" : ""}`} onDragOver=${over(slots[key])}
      onDrop=${drop(slots[key])}>${line.cells[key] && html`<ul>${line.cells[key].map((visit) =>
        html`<${Block} key=${/** @type {any} */ (visit).id} visit=${visit} />`)}</ul>`}</td>`)}</tr>`)}</tbody>`;
}

/** Half days with how they are drawn; a day on which nobody works and nothing is agreed is narrow. @param {any} body */
function halvesDrawn(body) {
  const used = new Set(body.appointments.map((/** @type {any} */ visit) => halfOf(visit.starts_at).slice(0, 10)));
  return body.days.flatMap((/** @type {any} */ { on, working }) => [0, 1].map((half) =>
    ({ key: `${on} ${half}`, on, half, kind: working || used.has(on) ? "" : "is-off" })));
}

/** @param {any} body @param {number} half @returns {string} "08:00–12:00", as most units have it */
function hoursOf(body, half) {
  const slot = body.units.flatMap((/** @type {any} */ unit) => unit.slots)
    .find((/** @type {any} */ each) => halfOf(each.starts_at).endsWith(` ${half}`));
  return slot ? hourMinute(slot.starts_at) : "";
}

/** @param {{onDrop: (number: string, moment: string) => void}} props */
export function Week({ onDrop }) {
  const { body, problem, loading } = list.value;
  if (!body) return problem ? html`<${Unread} problem=${problem} again=${refresh} />` : html`<${Skeletons} />`;
  const halves = halvesDrawn(body);
  const isOff = (/** @type {string} */ on) => halves.some((/** @type {any} */ half) => half.on === on && half.kind);
  return html`<div class="week-box" tabindex="0" role="group" aria-label=${gettext("Appointments of the week")}
    aria-busy=${loading}><${Unread} problem=${problem} again=${refresh} />
    <table class="week"><caption class="sr-only">${gettext("Appointments of the week")}</caption>
      <colgroup><col class="week-names" />${halves.map((/** @type {any} */ { key, kind }) =>
        html`<col key=${key} class=${kind} />`)}</colgroup>
      <thead><tr><td rowspan="2"></td>${body.days.map((/** @type {any} */ { on }) => html`<th key=${on} colspan="2"
        scope="colgroup">${isOff(on) ? on.slice(8) : dayWords(`${on}T00:00:00+08:00`)}</th>`)}</tr>
        <tr>${halves.map((/** @type {any} */ { key, half, kind }) => html`<th key=${key} scope="col" class=${kind}>
          ${kind ? "" : hoursOf(body, half)}</th>`)}</tr></thead>
      ${body.units.map((/** @type {any} */ unit) => html`<${UnitRows} key=${unit.code} unit=${unit} halves=${halves}
        visits=${body.appointments} onDrop=${onDrop} />`)}</table>
    ${body.units.length === 0 && html`<p class="empty">${gettext("No unit has a manager or an appointment here.")}</p>`}
    ${body.left_out > 0 && html`<p class="more quiet">${fill(
      gettext("{n} more units: choose one above, or by ?unit= in the address."), { n: body.left_out })}</p>`}</div>`;
}
