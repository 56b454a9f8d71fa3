// The lines of the shift desk and the heads that sort them.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { ago, countdown, duration, hourMinute, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName, word } from "../js/words.js";
import { crewsVersion, second } from "../live/store.js";
import { List } from "../ui/list.js";
import { Skeletons } from "../ui/parts.js";
import { ask, askNothing, choose, chosen, desk, isAsked, lineOf, list, newest, question } from "./data.js";
import { minutesOnDuty, turned } from "./row_rules.js";
import { named } from "../js/names/names.js";

const ROW_PX = 54;
const STALE_MS = 10 * 60_000;
const LONG_MINUTES = 12 * 60; // a shift is not longer: who works on should be relieved

const HEADS = () => [
  ["name", gettext("Crew")],
  ["state", gettext("State")],
  ["due", gettext("In hand, due next")],
  ["fix", gettext("Last position")],
  ["duty", gettext("On duty")],
];

export function Heads() {
  const { sort } = question.value;
  const arrow = (column) => (sort === column ? "↑" : sort === `-${column}` ? "↓" : "");
  return html`<div class="crew-heads" role="group" aria-label=${gettext("Sort")}>
    ${HEADS().map(([column, words]) => html`<button key=${column} class="sort" aria-pressed=${arrow(column) !== ""}
      onClick=${() => ask({ sort: turned(question.peek().sort, column) })}>${words}
      <span aria-hidden="true">${arrow(column)}</span></button>`)}
    <span>${gettext("Phone")}</span></div>`;
}

/** "02:18" left, or how long it is over. */
function Due({ due }) {
  const left = Date.parse(due.at) - second.value;
  const text = left < 0 ? fill(gettext("Over {time}"), { time: countdown(left) }) : countdown(left);
  return html`<span class=${`countdown ${left < 0 ? "over" : ""}`}>${text}</span>
    <span class="quiet">${word("clock", due.code)}</span>`;
}

function InHand({ line }) {
  if (line.active_orders === 0) return html`<span class="quiet">—</span>`;
  const words = ngettext("{n} order", "{n} orders", line.active_orders);
  return html`<span>${fill(words, { n: number(line.active_orders) })}</span>
    ${line.next_due && html`<span class="clip"><${Due} due=${line.next_due} /></span>`}`;
}

function Fix({ line }) {
  if (!line.fixed_at) return html`<span class="quiet">${gettext("never heard")}</span>`;
  const stale = second.value - Date.parse(line.fixed_at) > STALE_MS;
  return html`<span class=${stale ? "late" : ""}>${ago(line.fixed_at, second.value)}</span>
    <span class="quiet clip">${named(line.place)}</span>`;
}

function OnDuty({ line }) {
  const minutes = minutesOnDuty(line, second.value);
  if (minutes === null) return html`<span class="late">${gettext("shift is over")}</span>`;
  const long = minutes > LONG_MINUTES ? "late" : "";
  const hours = minutes < 120 ? duration(minutes) : fill(gettext("{n} h"), { n: number(minutes / 60, 1) });
  return html`<span class=${long}>${hours}</span><span class="quiet">
    ${fill(gettext("until {time}"), { time: hourMinute(line.shift.ends_at) })}</span>`;
}

function Row({ line, style }) {
  const isChosen = chosen.value === line.id;
  return html`<li id=${`crew-${line.id}`} class=${`crew-row ${isChosen ? "selected" : ""}`} role="option"
    aria-selected=${isChosen} style=${style} onClick=${() => choose(line.id)}>
    <span class="cell"><b class="clip">${named(line.name)}</b><span class="quiet clip">
      ${unitName(line.unit)}</span></span>
    <span class="cell"><span class="crew-state" data-state=${line.state}>${word("crew_state", line.state)}</span>
      <span class="quiet clip">${line.order_number && `…${line.order_number.slice(-7)}`}</span></span>
    <span class="cell"><${InHand} line=${line} /></span>
    <span class="cell"><${Fix} line=${line} /></span>
    <span class="cell"><${OnDuty} line=${line} /></span>
    <span class="cell phone-cell"><span>${line.phone}</span>${line.unread > 0 &&
      html`<span class="late">${fill(gettext("unread {n}"), { n: number(line.unread) })}</span>`}</span></li>`;
}

function Empty() {
  const { body, problem, loading } = desk.answer.value;
  if (!body && loading) return html`<${Skeletons} count=${10} />`;
  if (!body) return html`<p class="empty problem" role="alert">${problem?.message} <button class="button"
    onClick=${desk.read}>${gettext("Try again")}</button></p>`;
  if (!isAsked.value) return html`<p class="empty">${gettext("No crew of your area is on duty.")}</p>`;
  return html`<p class="empty">${gettext("No crew passes the filter.")} <button class="button" onClick=${askNothing}>
    ${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
}

export function Rows() {
  crewsVersion.value; // what the socket has told since
  const row = (id, style) => {
    const line = lineOf(id);
    return line && html`<${Row} key=${id} line=${newest(line)} style=${style} />`;
  };
  return html`<${Heads} /><${List} id="crew-list" label=${gettext("Crews on duty")} list=${list}
    chosen=${chosen.value} keyOf=${(id) => id} heightOf=${() => ROW_PX} rowId=${(id) => `crew-${id}`} draw=${row}
    empty=${html`<${Empty} />`} />`;
}
