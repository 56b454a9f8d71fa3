// One outage in the list, and the headings between them.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { Glyph } from "../ui/glyph.js";
import { second } from "../live/store.js";
import { statusWord } from "../js/states.js";
import { feederOf, gradeOf, isLive, isUnsure, nameOf } from "./rules.js";
import { unitName } from "../js/words.js";
import { attentionWord, outageStatusWord, SORTS } from "./words.js";
import { named } from "../js/names/names.js";

export const HEADING_PX = 30;
export const ROW_PX = 58;

/** The priority sign; power back is a tick, and never green as an area. */
export function OutageSign({ outage }) {
  const grade = gradeOf(outage);
  if (grade !== null) return html`<${Glyph} grade=${grade} />`;
  return html`<svg class="glyph glyph-back" viewBox="0 0 20 20" width="20" height="20" role="img"
    aria-label=${gettext("Power is back")}><circle class="ring" cx="10" cy="10" r="8.2" /><path
    d="m6 10.500 3 3 5.500-6.500" /></svg>`;
}

/** "312" or, while it is only judged, "≈312". */
export const customersText = (outage) =>
  `${isUnsure(outage) ? "≈" : ""}${number(isLive(outage) ? outage.customers_out : outage.customers_total)}`;

export function whenText(outage) {
  if (outage.then)
    return outage.restored_at
      ? fill(gettext("back {time}"), { time: shortMoment(outage.restored_at, second.peek()) })
      : gettext("not back to this day");
  if (!isLive(outage))
    return outage.restored_at
      ? fill(gettext("back {time}"), { time: shortMoment(outage.restored_at, second.peek()) })
      : "";
  return outage.etr_at
    ? fill(gettext("until about {time}"), { time: shortMoment(outage.etr_at, second.peek()) })
    : gettext("no estimate yet");
}

/** What is being done: the crew while there is one, else the state. */
function doing(outage) {
  if (outage.crew && isLive(outage))
    return html`<span class="activity acc">${statusWord(outage.order_status)} · ${named(outage.crew.name)}</span>`;
  return html`<span class="activity">${outageStatusWord(outage.status)}</span>`;
}

const REGISTERED = new Set(["life_support", "important_customer", "time_critical"]);

/** What the second line says: when, then where; the end of a narrow row may be cut, the time never. */
function facts(outage) {
  const feeder = feederOf(outage);
  return [whenText(outage), feeder && !nameOf(outage).includes(feeder) && feeder].filter(Boolean).join(" · ");
}

export function OutageRow({ outage, chosen, style, onPick }) {
  const alarm = outage.attention && !REGISTERED.has(outage.attention) ? attentionWord(outage.attention) : "";
  return html`<li id=${`outage-${outage.id}`} class=${`outage-row ${chosen ? "selected" : ""}`} role="option"
    aria-selected=${chosen} style=${style} onClick=${() => onPick(outage.number)}>
    <${OutageSign} outage=${outage} />
    <div class="row-line"><span class="row-title clip"><b>${nameOf(outage)}</b></span><span class="row-out"><b>
      ${customersText(outage)}</b> <span class="unit">${gettext("customers")}</span></span></div>
    <div class="row-line"><span class="row-facts clip">${alarm ?
      html`<span class="activity attention">${alarm}</span>` : facts(outage)}</span>
      <span class="row-activity clip">${doing(outage)}</span></div>
  </li>`;
}

export function Heading({ entry, style }) {
  const name = entry.level === "sort"
    ? SORTS[entry.key]() : [entry.above, entry.label].filter(Boolean).map(unitName).join(" · ");
  return html`<li class=${`list-heading ${entry.level}`} role="presentation" style=${style}><span class="clip">
    ${name}</span><span class="quiet">${fill(gettext("{n} customers"),
    { n: number(entry.customers) })} · ${fill(ngettext("{n} outage", "{n} outages", entry.count),
    { n: number(entry.count) })}</span></li>`;
}
