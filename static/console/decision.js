// Why this crew went: ranking of that moment, its figures and the person's reason, for as long as the order is read.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { CandidateFacts, Rejected, SHOWN } from "./candidates.js";
import { details, needsCrew } from "./detail_data.js";
import { second } from "../live/store.js";

function howChosen(decision, chosen) {
  const regret = decision.regret_minutes;
  return [
    chosen && fill(gettext("number {rank} of {n}"), { rank: chosen.rank, n: decision.candidates.length }),
    regret > 0.05 && fill(gettext("{n} min later than the nearest"), { n: number(regret, 1) }),
    decision.decided_by && fill(gettext("chosen by {name}"), { name: decision.decided_by }),
    decision.override_reason,
  ].filter(Boolean).join(" · ");
}

export function Decision({ order }) {
  const { proposal: decision, id } = details.value;
  if (id !== order.id || !decision?.stored || needsCrew(order)) return null;
  const isChosen = (one) => decision.chosen_crew_ids.includes(one.crew_id);
  const look = (one) => `candidate told ${isChosen(one) ? "selected" : ""}`;
  return html`<details class="panel fold decision"><summary class="panel-head">
      <h3 class="panel-title">${gettext("Why this crew")}</h3>
      <span class="quiet">${howChosen(decision, decision.candidates.find(isChosen))}</span>
      <time class="panel-side quiet">${shortMoment(decision.decided_at, second.peek())}</time>
    </summary>
    <ol>${decision.candidates.slice(0, SHOWN).map((one) => html`<li key=${one.crew_id} class=${look(one)}>
      <${CandidateFacts} candidate=${one} rank=${one.rank} />
    </li>`)}</ol>
    <${Rejected} rejected=${decision.rejected} />
  </details>`;
}
