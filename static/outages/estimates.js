// When power will be back: what the customer is told (P80), the median beside it, who says so, and how it changed.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { link } from "../live/live.js";
import { second } from "../live/store.js";
import { isLive } from "./rules.js";
import { becauseWord } from "./words.js";

const timeOf = (moment) => shortMoment(moment, second.peek());

function Left({ until }) {
  const minutes = Math.round((Date.parse(until) - second.value) / 60_000);
  const over = minutes < 0;
  if (!over && minutes >= 120)
    return html`<span class="countdown calm">${fill(gettext("in {n} h"), { n: number(minutes / 60, 1) })}</span>`;
  const words = over
    ? fill(gettext("{n} min past the estimate"), { n: number(-minutes) })
    : fill(gettext("in {n} min"), { n: number(minutes) });
  const stale = link?.freshness.value.state === "lost";
  return html`<span class=${`countdown ${over ? "over" : "calm"}`}>
    ${stale ? fill(gettext("about {time}"), { time: words }) : words}</span>`;
}

function History({ estimates }) {
  if (estimates.length < 2) return null;
  return html`<details class="revisions"><summary>${fill(ngettext("{n} revision", "{n} revisions",
    estimates.length - 1), { n: estimates.length - 1 })}</summary>
    <ol>${[...estimates].reverse().map((one) => html`<li key=${one.revision}><time class="quiet">
      ${timeOf(one.at)}</time> <b>${timeOf(one.etr_at)}</b> ${one.p50_at &&
      html`<span class="quiet">${fill(gettext("rather at about {time}"), { time: timeOf(one.p50_at) })}</span>`} <span
      class="quiet">
      ${[word("estimate", one.source), one.author, becauseWord(one.reason)].filter(Boolean).join(" · ")}</span>
      </li>`)}</ol>
  </details>`;
}

export function Estimates({ outage, estimates }) {
  if (!isLive(outage)) return null;
  if (!outage.etr_at)
    return html`<section class="etr"><p class="quiet">${gettext("No estimate yet; the first comes within a minute.")}
      </p>
      </section>`;
  const byPlan = outage.etr_source === "PLAN";
  return html`<section class="etr" aria-label=${gettext("Estimate of restoration")}>
    <p><span class="caption">${byPlan ? gettext("Planned until") : gettext("Back at the latest")}</span> <b
      class="etr-time">${timeOf(outage.etr_at)}</b> <${Left} until=${outage.etr_at} /></p>
    <p class="quiet">${[outage.etr_p50_at &&
      fill(gettext("rather at about {time}"), { time: timeOf(outage.etr_p50_at) }),
      word("estimate", outage.etr_source)].filter(Boolean).join(" · ")}</p>
    <${History} estimates=${estimates} />
  </section>`;
}
