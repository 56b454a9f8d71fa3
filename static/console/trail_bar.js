// Under the map: play, a slider over the time of the way, how many times as fast, and the steps of the order to jump
// to.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, day, hourMinute, number } from "../js/format.js";
import { statusWord } from "../js/states.js";
import { fill } from "../js/text.js";
import { Icon } from "../ui/icons.js";
import { closeTrail, goTo, playing, shownAt, speed, togglePlaying, toggleTrail, trail } from "./trail.js";
import { placeAt, SPEEDS } from "./trail_rules.js";

const STEP_MS = 15_000; // one press of an arrow

/** "13:45 · 32 km/h", or that nothing is known of this moment. */
function readout(legs, at) {
  const place = placeAt(legs, at);
  const time = clock(new Date(at).toISOString());
  if (!place?.known) return `${time} · ${gettext("no position")}`;
  return place.kmh === null ? time : `${time} · ${fill(gettext("{n} km/h"), { n: number(place.kmh) })}`;
}

/** Within the bar letters belong to its controls: Space plays, Escape closes. */
function onKey(event) {
  if (event.key === "Escape") closeTrail();
  else if (event.key === " " && event.target.type === "range") togglePlaying();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function Player({ legs, steps, span }) {
  const words = readout(legs, shownAt.value);
  const within = steps.filter(({ at }) => Date.parse(at) >= span.start && Date.parse(at) <= span.end);
  return html`<div class="trail-player">
    <button class="button small" onClick=${togglePlaying}>${playing.value ? gettext("Pause") : gettext("Play")}</button>
    <input type="range" min=${span.start} max=${span.end} step=${STEP_MS} value=${shownAt.value}
      aria-label=${gettext("Moment of the way")} aria-valuetext=${words}
      onInput=${(event) => goTo(Math.min(span.end, Number(event.target.value)))} />
    <output class="trail-moment">${words}</output>
    <label class="trail-speed"><span class="sr-only">${gettext("Speed")}</span><select class="input"
      value=${speed.value} onChange=${(event) => (speed.value = Number(event.target.value))}>
      ${SPEEDS.map((times) => html`<option key=${times} value=${times}>
        ${fill(gettext("{n} times as fast"), { n: times })}</option>`)}</select></label></div>
    ${within.length > 0 && html`<div class="trail-steps" role="group" aria-label=${gettext("Steps")}>
      ${within.map((step) => html`<button class="button small" key=${`${step.number}${step.at}`}
        onClick=${() => goTo(Date.parse(step.at))}>
        ${statusWord(step.status, step.kind)} ${hourMinute(step.at)}</button>`)}</div>`}`;
}

export function TrailBar() {
  const shown = trail.value;
  if (!shown) return null;
  const { name, legs, steps, span, loading, problem } = shown;
  return html`<section class="trail-bar" aria-label=${gettext("The way they went")} onKeyDown=${onKey}>
    <p class="trail-head"><b>${gettext("The way they went")}</b> <span class="quiet">${name}${span &&
      ` · ${day(new Date(span.start).toISOString())}`}</span>
      <button class="icon-button" aria-label=${gettext("Close")} onClick=${closeTrail}><${Icon}
        name="close" /></button></p>
    ${loading && html`<p class="quiet" role="status">${gettext("Loading…")}</p>`}
    ${problem && html`<p class="attention-line" role="status">${problem.message}</p>`}
    ${!loading && !problem && !span && html`<p class="quiet" role="status">
      ${gettext("No positions are kept of this time. Only those from an order in hand are, for 90 days.")}</p>`}
    ${span && html`<${Player} legs=${legs} steps=${steps} span=${span} />`}</section>`;
}

/** @param {{about: string, name: string}} props */
export function TrailButton({ about, name }) {
  return html`<button class="button small" aria-pressed=${trail.value?.about === about}
    onClick=${() => toggleTrail(about, name)}>${gettext("The way they went")}</button>`;
}
