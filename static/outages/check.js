// Is power really back? The customers who are asked, what they say, and the end of the round.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { post } from "../js/api.js";
import { number } from "../js/format.js";
import { named } from "../js/names/names.js";
import { word } from "../js/words.js";
import { fill } from "../js/text.js";
import { CallLink } from "../console/caller.js";
import { say } from "../js/notice.js";
import { may } from "../js/rights.js";
import { act } from "./acting.js";
import { stillNeeded, verdictOf } from "./check_rules.js";

const SHOWN = 40;

/** The full number for one call; the look is recorded like any other. */
function Phone({ one, tell }) {
  const full = useSignal(null);
  const reveal = async () => {
    try {
      full.value = await post(`customers/${one.customer_number}/reveal/`, { reason: gettext("Is power really back?") });
    } catch (problem) {
      tell(problem.message);
    }
  };
  if (full.value?.phone) return html`<${CallLink} name="" phone=${full.value.phone} />`;
  return html`<span class="quiet">${one.phone || gettext("no number known")}
    </span> ${one.phone && html`<button class="button small quiet-button" onClick=${reveal}>
    ${gettext("Show number")}</button>`}`;
}

/** Who it is and where, for who may read customers; else the meter alone. */
function Who({ one, tell }) {
  return html`<span class="asked-who"><b>${one.name || one.meter_number}
    </b> ${one.important && html`<span class="chip">${gettext("important")}</span>`} ${one.customer_number &&
    html`<${Phone} one=${one} tell=${tell} />`}
    ${one.name && html`<span class="quiet asked-where">
      ${[named(one.address), one.meter_number].filter(Boolean).join(" · ")}
      </span>`}</span>`;
}

function Asked({ outage, one, tell }) {
  const busy = useSignal(false);
  const answer = async (word) => {
    busy.value = true;
    const result = await act(outage, "answer", { answers: [{ meter_number: one.meter_number, answer: word }] });
    busy.value = false;
    tell(result.done ? "" : result.sentence);
  };
  return html`<li><${Who} one=${one} tell=${tell} />
    ${
      one.answer !== "WAITING" || !may("outages")
        ? html`<span class=${one.answer === "OFF" ? "countdown over" : "quiet"}>
          ${word("answer", one.answer)}</span>`
        : html`<span class="form-buttons"><button class="button small" disabled=${busy.value}
          onClick=${() => answer("ON")}>${word("answer", "ON")}</button><button class="button small"
          disabled=${busy.value} onClick=${() => answer("OFF")}>${word("answer", "OFF")}</button></span>`
    }</li>`;
}

/** A button that asks once more before it acts. */
function Twice({ label, sure, classes = "button", act: run, ...rest }) {
  const asked = useSignal(false);
  return asked.value
    ? html`<span class="form-buttons sure">${sure} <button class="button primary" onClick=${() => {
      asked.value = false;
      run();
    }}>${gettext("Yes")}</button><button class="button" onClick=${() => (asked.value = false)}>
      ${gettext("Back")}</button></span>`
    : html`<button class=${classes} onClick=${() => (asked.value = true)} ...${rest}>${label}</button>`;
}

/** The end of the round: only what the answers prove; silence is never told as darkness, nor as power. */
function End({ outage, round, answers, tell }) {
  const waiting = answers.filter((one) => one.answer === "WAITING");
  const finish = async () => {
    const result = await act(outage, "verify", {});
    tell(result.done ? "" : result.sentence);
    if (result.done) say(gettext("The check is finished."));
  };
  const allOn = async () => {
    const result = await act(outage, "answer", {
      answers: waiting.map((one) => ({ meter_number: one.meter_number, answer: "ON" })),
    });
    tell(result.done ? "" : result.sentence);
  };
  const verdict = verdictOf(round);
  const n = { n: number(waiting.length) };
  return html`<div class="actions check-end">
    ${waiting.length > 1 && html`<${Twice} label=${fill(gettext("The other {n} have power"), n)}
      sure=${fill(gettext("All {n} were asked and have power?"), n)} act=${allOn} />`}
    <button id="action-verify" class="button primary" disabled=${verdict === "open"} onClick=${finish}>
      ${gettext("Finish the check")}</button>
    ${
      verdict === "open" &&
      html`<span class="quiet">${fill(gettext("{n} more answers are needed"), { n: number(stillNeeded(round)) })}</span>
      <${Twice} label=${gettext("Finish as unverified")} classes="button quiet-button"
        sure=${fill(gettext("{n} did not answer: counts as unverified."), n)} act=${finish} />`
    }
  </div>`;
}

function verdictWord(round) {
  if (!round.finished_at) return gettext("being asked");
  if (round.passed === null) return gettext("unverified: too few answered");
  return round.passed ? gettext("power is back") : gettext("some are still dark");
}

export function Check({ outage, verification }) {
  const problem = useSignal("");
  const last = verification?.rounds?.at(-1);
  if (!last) return null;
  const open = !last.finished_at;
  const tell = (text) => (problem.value = text);
  return html`<details class="panel fold" open=${open}><summary class="panel-head"><h3 class="panel-title">
    ${gettext("Is power really back?")}</h3><span class="quiet">${verdictWord(last)}</span>
      <span class="quiet panel-side">${fill(gettext("{asked} of {population} asked · on {on} · off {off}"),
        { asked: number(last.asked), population: number(last.population), on: number(last.on), off: number(last.off) })}
        </span></summary>
    ${open && may("outages") && html`<${End} outage=${outage} round=${last} answers=${verification.answers}
      tell=${tell} />`}
    ${problem.value && html`<p class="problem detail-problem" role="alert">${problem.value}</p>`}
    <ul class="rows asked">${verification.answers.slice(0, SHOWN).map((one) =>
      html`<${Asked} key=${one.meter_number} outage=${outage} one=${one} tell=${tell} />`)}</ul>
  </details>`;
}
