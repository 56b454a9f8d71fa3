// 改派: another crew for an order that one holds already; a named one from the list, or whoever is next.
import { html, effect, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { fill } from "../js/text.js";
import { CandidateFacts, Rejected, SHOWN } from "./candidates.js";
import { changeOf, choiceOf, nameOf } from "./choice.js";
import { command } from "./commands.js";
import { say } from "../js/notice.js";
import { may } from "../js/rights.js";
import { openForm } from "../ui/verbs.js";
import { selected } from "./selection.js";
import { statusWord } from "../js/states.js";
import { named } from "../js/names/names.js";

/** Who could take it now: {proposal, problem}, both null while it is asked. */
function useOthers(order) {
  const answer = useSignal({ proposal: null, problem: null });
  useEffect(() => {
    if (!order.located) return;
    get(`work-orders/${order.number}/candidates/`, { again: "true" }).then(
      (proposal) => (answer.value = { proposal, problem: null }),
      (problem) => (answer.value = { proposal: null, problem }),
    );
  }, [order.id, order.crew?.id]);
  return answer.value;
}

function Choice({ change, candidate, rank }) {
  const chosen = change.values.value.crew_id === candidate.crew_id;
  const { crew_id, crew_name } = chosen ? { crew_id: null, crew_name: "" } : candidate;
  const look = `candidate inset-focus ${chosen ? "selected" : ""}`;
  const pick = () => change.change({ crew_id, crew_name });
  return html`<li><button type="button" class=${look} aria-pressed=${chosen} onClick=${pick}>
    <${CandidateFacts} candidate=${candidate} rank=${rank} />
  </button></li>`;
}

/** What happened under the open form, as a question. */
function Overtaken({ order, crewName }) {
  const happened = `${named(order.crew?.name)} ${statusWord(order.status)}`;
  const question = crewName ? gettext("{what} · still reassign it to {crew}?") : gettext("{what} · still reassign it?");
  return html`<p class="overtaken" role="alert">${fill(question, { what: happened, crew: crewName })}</p>`;
}

export function ReassignFields({ order }) {
  const change = changeOf(order);
  const { crew_name, overtaken } = change.values.value;
  const name = named(crew_name);
  const { proposal, problem } = useOthers(order);
  return html`${overtaken && html`<${Overtaken} order=${order} crewName=${name} />`}
    <p class="quiet">${gettext("To which crew? Without a choice the next best one is asked.")}</p>
    ${problem && html`<p class="problem" role="alert">${problem.message}</p>`}
    ${!proposal && !problem && order.located && html`<div class="skeletons small" aria-hidden="true">
      <div class="skeleton"></div><div class="skeleton"></div>
    </div>`}
    <ol class="choices">${(proposal?.candidates ?? []).slice(0, SHOWN).map((one, index) =>
      html`<${Choice} key=${one.crew_id} change=${change} candidate=${one} rank=${index + 1} />`)}</ol>
    <${Rejected} rejected=${proposal?.rejected} />`;
}

export const reassignLabel = (order) => {
  const name = named(changeOf(order).values.value.crew_name);
  return name ? fill(gettext("Reassign to {crew}"), { crew: name }) : gettext("Reassign");
};

export async function reassign(order) {
  const change = changeOf(order);
  const { crew_id, crew_name, reason } = change.values.peek();
  const body = crew_id === null ? { reason } : { reason, crew_id };
  if (!(await command(order, "reassign", body, gettext("Sending…")))) return false;
  change.drop();
  say(
    crew_id === null
      ? gettext("Taken back; another crew is looked for.")
      : fill(gettext("Taken back; offered to {crew}"), { crew: named(crew_name) }),
  );
  return true;
}

/** A crew accepted while somebody wrote why another one should go: the words move into the form that fits now. */
export function keepOvertakenChoices() {
  effect(() => {
    const order = selected.value;
    if (!order || order.gone || !order.crew || !may("dispatch")) return;
    const choice = choiceOf(order);
    const { crew_id, crew_name, reason } = choice.values.value;
    if (!reason.trim() || crew_id === order.crew?.id) return;
    changeOf(order).change({ crew_id, crew_name, reason, overtaken: true });
    openForm.value = { name: nameOf(order), verb: "reassign" };
    choice.drop();
  });
}
