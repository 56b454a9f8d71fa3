// Alarms below the map: what, where, who must act; acknowledge one by one (A) or the low ones together (⇧A).
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill, told } from "../js/text.js";
import { soundAllowed, soundOn, switchSound } from "./alarm_sound.js";
import { acknowledge, lines, mayAcknowledge, openLines } from "./alarms.js";
import { Countdown } from "./countdown.js";
import { shownCrewId } from "./crew_card.js";
import { addressOfOrder } from "../ui/areas.js";
import { Glyph } from "../ui/glyph.js";
import { Icon } from "../ui/icons.js";
import { lookAt } from "./map_panel.js";
import { select } from "./selection.js";
import { loaded, second } from "../live/store.js";
import { alarmSentence, placeOf } from "./words.js";
import { named } from "../js/names/names.js";
import { unitName } from "../js/words.js";

const SHOWN = 60;

const sentence = (line) =>
  line.alarms.map((alarm) => alarmSentence(alarm, alarm === line.first && clockOf(line))).join(" · ");
const placeOfLine = ({ order, outage, crew, name }) =>
  order ? placeOf(order) : named(outage?.device?.name ?? crew?.name ?? name);
const titleOf = ({ order, outage, crew }) => order?.title ?? outage?.number ?? unitName(crew?.unit);

/** The clock that runs out, of an alarm about a limit. */
const clockOf = ({ order, first }) =>
  order?.clocks.find((clock) => clock.code === first.code.split(":")[1] && !clock.stopped_at);

/**
 * Shows the alarm's matter on the board: the order, or where it is on the map.
 * @returns {boolean} whether it is there
 */
function showHere({ order, first }) {
  if (order) select(order.id);
  if (first.subject === "crew") shownCrewId.value = first.subject_id;
  if (!order && first.detail?.lat !== undefined) lookAt(first.detail);
  return Boolean(order) || first.subject === "crew";
}

/** Outages and plans have a page of their own; an order that is not on this board is in the list of all. */
const ADDRESS = {
  outage: (number) => `/outages/?o=${encodeURIComponent(number)}`,
  plan: (number) => `/outages/?p=${encodeURIComponent(number)}`,
  order: addressOfOrder,
};
const addressOf = ({ outage, first }) => ADDRESS[first.subject]?.(outage?.number ?? first.subject_name) ?? "";

function show(line) {
  const elsewhere = !showHere(line) && addressOf(line);
  if (elsewhere) location.assign(elsewhere);
}

function Seen({ line }) {
  const { acknowledged_by: who, acknowledged_at: at } = line.first;
  return html`<span class="quiet seen" title=${shortMoment(at, second.peek(), { seconds: true })}>
    ${fill(gettext("Acknowledged: {name}"), { name: who })}</span>`;
}

function Acknowledge({ line }) {
  const label = fill(gettext("Acknowledge: {place}"), { place: placeOfLine(line) });
  return (
    mayAcknowledge() &&
    html`<button class="button small" onClick=${() => acknowledge([line])} aria-label=${label}>
      ${gettext("Acknowledge")}</button>`
  );
}

function Line({ line }) {
  const urgent = line.priority === 1 && !line.acknowledged;
  const clock = clockOf(line);
  return html`<li class=${`alarm-line ${line.acknowledged ? "acknowledged" : ""} ${urgent ? "urgent" : ""}`}>
    <time class="quiet">${shortMoment(line.first.raised_at, second.peek(), { seconds: true })}</time><${Glyph}
      grade=${line.priority} />
    <button class="alarm-text inset-focus" onClick=${() => show(line)}><span class="clip"><b>
      ${placeOfLine(line)}</b> ${titleOf(line)}</span><span
      class="clip alarm-what" title=${sentence(line)}>${sentence(line)} ${clock &&
        html`<${Countdown} clock=${clock} />`}
        </span></button>
    ${line.acknowledged ? html`<${Seen} line=${line} />` : html`<${Acknowledge} line=${line} />`}
  </li>`;
}

/** A: the most important open alarm; looked at here, the key leads to no other page. */
export function acknowledgeNext() {
  const [next] = openLines.value;
  if (!next) return;
  acknowledge([next]);
  showHere(next);
}

const isLow = (line) => line.priority > 2;

/** ⇧A: the low ones together; priorities 1 and 2 want a look each. */
export function acknowledgeLow() {
  acknowledge(openLines.value.filter(isLow));
}

function SoundSwitch() {
  const words = !soundOn.value
    ? gettext("Sound off")
    : soundAllowed.value
      ? gettext("Sound on")
      : gettext("Sound after a click");
  return html`<button class="button small quiet-button sound-switch" aria-pressed=${soundOn.value}
    onClick=${switchSound}
    title=${gettext("Alarms of grade 1 are heard, and again every minute")}><${Icon}
      name=${soundOn.value ? "bell" : "silent"} /> ${words}</button>`;
}

export function AlarmStrip() {
  const all = lines.value;
  const open = openLines.value;
  return html`<section class="alarms" aria-label=${gettext("Alarms")}>
    <header class="strip-head"><h2 class="panel-title">${gettext("Alarms")}</h2>
      <span class="quiet">${!loaded.value ? "" : open.length ?
        fill(gettext("{n} not acknowledged"), { n: number(open.length) }) : gettext("none open")}</span>
      ${mayAcknowledge() && open.some(isLow) && html`<button class="button small quiet-button"
        onClick=${acknowledgeLow}>
        ${gettext("Acknowledge the low ones")} <kbd class="key">⇧A</kbd></button>`}
      <${SoundSwitch} />
    </header>
    <ul class="alarm-list">${all.slice(0, SHOWN).map((line) => html`<${Line} key=${line.key} line=${line} />`)}
      ${loaded.value && all.length === 0 && html`<li class="empty">${gettext("Nothing needs a decision.")}</li>`}</ul>
    <p class="sr-only" aria-live="assertive">${spoken(open)}</p>
  </section>`;
}

// Only priority 1 interrupts a screen reader.
function spoken([first]) {
  return first?.priority === 1 ? told(sentence(first), placeOfLine(first)) : "";
}
