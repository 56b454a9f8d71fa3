// Alarms below the map: what, where, who must act; acknowledge one by one (A) or the low ones together (⇧A).
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { acknowledge, alarms, openAlarms } from "./alarms.js";
import { Countdown } from "./countdown.js";
import { Glyph } from "./glyph.js";
import { select } from "./selection.js";
import { loaded, second } from "./store.js";
import { alarmWord, clockWord, placeOf } from "./words.js";

const SHOWN = 60;

function sentence(alarm) {
  if (!alarm.clock) return alarmWord(alarm.code);
  // The countdown beside it already says "over".
  return alarm.code === "overdue" ? clockWord(alarm.clock.code) : `${alarmWord(alarm.code)} · ${clockWord(alarm.clock.code)}`;
}

function Line({ alarm }) {
  const { order } = alarm;
  const urgent = alarm.priority === 1 && !alarm.acknowledged;
  return html`<li class=${`alarm-line ${alarm.acknowledged ? "acknowledged" : ""} ${urgent ? "urgent" : ""}`}>
    <time class="quiet">${shortMoment(alarm.at, second.peek(), { seconds: true })}</time><${Glyph} grade=${alarm.priority} />
    <button class="alarm-text inset-focus" onClick=${() => select(order.id)}><span class="clip"><b>${placeOf(order)}</b> ${order.title}</span><span class="clip alarm-what">${sentence(alarm)} ${alarm.clock && html`<${Countdown} clock=${alarm.clock} />`}</span></button>
    ${alarm.acknowledged
      ? html`<span class="quiet">${gettext("Acknowledged")}</span>`
      : html`<button class="button small" onClick=${() => acknowledge([alarm.id])} aria-label=${fill(gettext("Acknowledge: {place}"), { place: placeOf(order) })}>${gettext("Acknowledge")}</button>`}
  </li>`;
}

/** A: the most important open alarm, and look at its order. */
export function acknowledgeNext() {
  const [next] = openAlarms.value;
  if (!next) return;
  acknowledge([next.id]);
  select(next.order.id);
}

const isLow = (alarm) => alarm.priority > 2;

/** ⇧A: the low ones together; priorities 1 and 2 want a look each. */
export function acknowledgeLow() {
  acknowledge(openAlarms.value.filter(isLow).map((alarm) => alarm.id));
}

export function AlarmStrip() {
  const all = alarms.value;
  const open = openAlarms.value;
  return html`<section class="alarms" aria-label=${gettext("Alarms")}>
    <header class="strip-head"><h2 class="panel-title">${gettext("Alarms")}</h2>
      <span class="quiet">${!loaded.value ? "" : open.length ? fill(gettext("{n} not acknowledged"), { n: number(open.length) }) : gettext("none open")}</span>
      ${open.some(isLow) && html`<button class="button small quiet-button" onClick=${acknowledgeLow}>${gettext("Acknowledge the low ones")} <kbd class="key">⇧A</kbd></button>`}
    </header>
    <ul class="alarm-list">${all.slice(0, SHOWN).map((alarm) => html`<${Line} key=${alarm.id} alarm=${alarm} />`)}
      ${loaded.value && all.length === 0 && html`<li class="empty">${gettext("Nothing needs a decision.")}</li>`}</ul>
    <p class="sr-only" aria-live="assertive">${spoken(open)}</p>
  </section>`;
}

// Only priority 1 interrupts a screen reader.
function spoken(open) {
  const [first] = open;
  return first?.priority === 1 ? `${sentence(first)}: ${placeOf(first.order)}` : "";
}
