// How old the screen is: a dot while it is live, a banner across the page when it is not.
import { html, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { readByHttp } from "../live/fallback.js";
import { caughtUp, link } from "../live/live.js";

export function FreshnessDot() {
  const { state, ageMs } = link.freshness.value;
  const seconds = number(ageMs / 1000, state === "live" ? 1 : 0);
  const words = {
    connecting: gettext("Connecting…"),
    live: fill(gettext("Live · {n} s"), { n: seconds }),
    late: fill(gettext("Data {n} s late"), { n: seconds }),
    lost: gettext("No connection"),
  };
  return html`<span class=${`freshness ${state}`}><span class="dot" aria-hidden="true"></span><span
    class="freshness-word">${words[state]}</span></span>`;
}

/** The line that never came: what is shown is read now and then, and who can help is named. */
function ByHttp() {
  return html`<p class="banner late" role="status">
    ${fill(
      gettext("No live connection (a proxy may refuse WebSocket at /ws/): read every 15 seconds, last at {time}."),
      { time: clock(readByHttp.value) },
    )} ${gettext("Ask your IT to let it through.")}</p>`;
}

export function StaleBanner() {
  // The age changes twice a second; the banner's words do not.
  const shown = useComputed(() => {
    const { state, heardAt, attempt } = link.freshness.value;
    return state === "lost" ? `${clock(heardAt)} ${attempt}` : "";
  }).value;
  if (readByHttp.value !== null) return html`<${ByHttp} />`;
  if (shown) {
    const [time, attempt] = shown.split(" ");
    const words = gettext("Connection lost · showing the data of {time} · reconnecting ({n})");
    return html`<p class="banner lost" role="status">${fill(words, { time, n: attempt })}</p>`;
  }
  if (caughtUp.value === null) return null;
  return html`<p class="banner back" role="status">${fill(gettext("Back again, {n} cards caught up"),
    { n: number(caughtUp.value) })}</p>`;
}
