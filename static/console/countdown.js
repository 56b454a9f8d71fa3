// Time left on a clock, ticking from the server's present; "约" in front while the data is stale.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { countdown } from "../js/format.js";
import { fill } from "../js/text.js";
import { link } from "../live/live.js";
import { timeLeft } from "./queue_rules.js";
import { second } from "../live/store.js";

/** @param {{clock: any}} props an order's clock, or null */
export function Countdown({ clock }) {
  if (!clock) return html`<span class="quiet">—</span>`;
  if (clock.paused) return html`<span class="quiet">${gettext("Paused")}</span>`;
  const left = timeLeft(clock, second.value);
  const text =
    left.tone === "over" ? fill(gettext("Over {time}"), { time: countdown(left.leftMs) }) : countdown(left.leftMs);
  const stale = link?.freshness.value.state === "lost";
  return html`<span class=${`countdown ${left.tone}`}>${stale ? fill(gettext("about {time}"), { time: text }) : text}
    </span>`;
}

/** Two pixels under a row: the used share of the limit. */
export function SlaBar({ clock }) {
  const left = clock && !clock.paused ? timeLeft(clock, second.value) : null;
  if (!left) return null;
  const share = Math.max(0, Math.min(1, left.share));
  return html`<span class=${`sla ${left.tone}`} aria-hidden="true"><span
    style=${{ transform: `scaleX(${share.toFixed(3)})` }}></span></span>`;
}
