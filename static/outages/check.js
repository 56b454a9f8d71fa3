// Is power really back? The customers who are asked, what they say, and the end of the round.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { may } from "../console/rights.js";
import { act } from "./acting.js";

const SHOWN = 40;

function Asked({ outage, one, say }) {
  const busy = useSignal(false);
  const answer = async (word) => {
    busy.value = true;
    const result = await act(outage, "answer", { answers: [{ meter_number: one.meter_number, answer: word }] });
    busy.value = false;
    say(result.done ? "" : result.sentence);
  };
  const words = { ON: gettext("has power"), OFF: gettext("has no power"), WAITING: "" };
  return html`<li><span>${one.meter_number} ${one.important && html`<span class="chip">${gettext("important")}</span>`}</span>
    ${one.answer !== "WAITING" || !may("outages")
      ? html`<span class=${one.answer === "OFF" ? "countdown over" : "quiet"}>${words[one.answer] || gettext("not answered yet")}</span>`
      : html`<span class="form-buttons"><button class="button small" disabled=${busy.value} onClick=${() => answer("ON")}>${gettext("has power")}</button><button class="button small" disabled=${busy.value} onClick=${() => answer("OFF")}>${gettext("has no power")}</button></span>`}</li>`;
}

export function Check({ outage, verification }) {
  const problem = useSignal("");
  const last = verification?.rounds?.at(-1);
  if (!last) return null;
  const open = !last.finished_at;
  const verdict = open ? gettext("being asked") : last.passed ? gettext("power is back") : gettext("some are still dark");
  return html`<details class="panel fold" open=${open}><summary class="panel-head"><h3 class="panel-title">${gettext("Is power really back?")}</h3><span class="quiet">${verdict}</span>
      <span class="quiet panel-side">${fill(gettext("{asked} of {population} asked · on {on} · off {off}"), { asked: number(last.asked), population: number(last.population), on: number(last.on), off: number(last.off) })}</span></summary>
    <ul class="rows asked">${verification.answers.slice(0, SHOWN).map((one) => html`<${Asked} key=${one.meter_number} outage=${outage} one=${one} say=${(text) => (problem.value = text)} />`)}</ul>
    ${problem.value && html`<p class="problem detail-problem" role="alert">${problem.value}</p>`}
  </details>`;
}
