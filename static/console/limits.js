// The clocks of an order against their limits, side by side.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { duration, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { Countdown } from "./countdown.js";
import { second } from "../live/store.js";

const SHOWN = 3;
const DAY_MS = 24 * 3600 * 1000;

function Stopped({ clock }) {
  const met = clock.outcome === "MET";
  if (clock.outcome === "VOID") return html`<span class="quiet">—</span>`;
  return html`<span class=${met ? "muted" : "countdown over"}>
    ${met ? gettext("kept") : gettext("missed")} <span class="quiet">
    ${shortMoment(clock.stopped_at, second.peek())}</span></span>`;
}

/** A limit of days is told by its moment: hours counted down say nothing where nights and holidays do not count. */
function Running({ clock }) {
  const far = !clock.paused && Date.parse(clock.due_at) - second.value > DAY_MS;
  if (!far) return html`<${Countdown} clock=${clock} />`;
  return html`<span class="countdown">${fill(gettext("until {time}"),
    { time: shortMoment(clock.due_at, second.peek()) })}</span>`;
}

function Limit({ clock, area }) {
  const name = [word("clock", clock.code), clock.code === "ARRIVE" && word("area", area)].filter(Boolean).join(" · ");
  return html`<li><span class="caption">${name}</span>
    <span class="limit-value">${clock.stopped_at ? html`<${Stopped} clock=${clock} />` :
      html`<${Running} clock=${clock} />`} <span class="unit">
      / ${duration(clock.limit_minutes, clock.working)}</span></span></li>`;
}

/** Running clocks first; of the stopped ones the latest. */
function choose(clocks) {
  const running = clocks.filter((clock) => !clock.stopped_at);
  const stopped = clocks.filter((clock) => clock.stopped_at && clock.outcome !== "VOID");
  return [...running, ...stopped.reverse()].slice(0, SHOWN);
}

export function Limits({ order }) {
  const shown = choose([...order.clocks]);
  return (
    shown.length > 0 &&
    html`<ul class="limits" aria-label=${gettext("Limits")}>${shown.map((clock) =>
      html`<${Limit} key=${clock.code} clock=${clock} area=${order.area_kind} />`)}</ul>`
  );
}
