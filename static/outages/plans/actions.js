// The buttons and forms of a plan: only on the revision that was seen, once per intention, a refusal in one sentence.
import { html, signal, useEffect, useMemo, useRef, useSignal } from "../../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post, Unreachable } from "../../js/api.js";
import { freshDraft } from "../../js/drafts.js";
import { fill } from "../../js/text.js";
import { say } from "../../console/commands.js";
import { may } from "../../console/rights.js";
import { asksAgain } from "../acting.js";
import { again, Field, startValues, withAgain } from "../actions.js";
import { PLAN_ACTIONS } from "./action_table.js";
import { readAgain } from "./data.js";
import { findingSentence } from "./words.js";

const STALE = 412;
/** Id of the form that is open, or null. */
export const openPlanForm = signal(null);
const idOf = (action) => action.id ?? action.verb;
const wordOf = (plan) => (code) => {
  const finding = plan.findings?.find((one) => one.code === code);
  return finding
    ? findingSentence(code, finding.params)
    : fill(gettext("Notice too late: {rule}"), { rule: code.replaceAll("_", " ") });
};

function sentenceOf(problem) {
  if (problem instanceof Unreachable)
    return gettext("No answer: it is not known whether this was done. Try again; it is never done twice.");
  if (problem.status === STALE)
    return gettext("Somebody changed this plan meanwhile. It has been read again: look, then repeat.");
  return fill(gettext("Refused: {reason}"), { reason: problem.errors?.[0]?.detail ?? problem.message });
}

/** One intention: the same key while there was no answer, a new one after every answer. */
function useSend(plan, action) {
  const busy = useSignal(false);
  const problem = useSignal("");
  const confirm = useSignal("");
  const key = useRef(newKey());
  const send = async (body) => {
    busy.value = true;
    problem.value = "";
    try {
      await post(`planned-outages/${encodeURIComponent(plan.number)}/${action.verb}/`, body, {
        key: key.current,
        rev: plan.rev,
      });
      say(action.label());
    } catch (reason) {
      if (!(reason instanceof ApiProblem) && !(reason instanceof Unreachable)) throw reason;
      problem.value = sentenceOf(reason);
      confirm.value = asksAgain(reason) ?? confirm.value;
      if (reason instanceof Unreachable) return false;
    } finally {
      busy.value = false;
    }
    key.current = newKey();
    readAgain();
    return !problem.value;
  };
  return { busy, problem, confirm, send };
}

function Form({ plan, action }) {
  const fields = action.fields(plan, wordOf(plan));
  const typed = useMemo(
    () => freshDraft(`plan ${plan.number} ${idOf(action)}`, startValues(fields)),
    [plan.number, idOf(action)],
  );
  const { values } = typed;
  const { busy, problem, confirm, send } = useSend(plan, action);
  const close = () => {
    openPlanForm.value = null;
    document.getElementById(`plan-action-${idOf(action)}`)?.focus();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!(await send(withAgain(action.body?.(values.value) ?? values.value, confirm.value, values.value)))) return;
    typed.drop();
    close();
  };
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), close());
  return html`<form class="action-form" onSubmit=${submit} onKeyDown=${escape} aria-label=${action.label()}><b>
    ${action.label()}</b>
    ${[...fields, ...again(confirm.value)].map((field, index) =>
      html`<${Field} key=${field.name} field=${field} values=${values} focus=${index === 0} />`)}
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    <div class="form-buttons"><button class=${`button ${action.danger ? "danger" : "primary"}`} disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : action.label()}</button><button type="button" class="button"
      onClick=${close}>
      ${gettext("Back")}</button></div>
  </form>`;
}

function Button({ plan, action }) {
  const { busy, problem, send } = useSend(plan, action);
  const click = () => (action.fields ? (openPlanForm.value = idOf(action)) : send({}));
  return html`<button id=${`plan-action-${idOf(action)}`} class=${`button ${action.danger ? "danger" : action.primary ?
    "primary" : ""}`} disabled=${busy.value} onClick=${click}>
    ${busy.value ? gettext("Sending…") : action.label()}</button>
    ${problem.value && html`<p class="problem action-problem" role="alert">${problem.value}</p>`}`;
}

export function PlanActions({ plan }) {
  useEffect(() => () => (openPlanForm.value = null), [plan.number]);
  const possible = PLAN_ACTIONS.filter((action) => action.rights.every(may) && action.when(plan));
  const open = possible.find((action) => idOf(action) === openPlanForm.value);
  if (open) return html`<${Form} key=${idOf(open)} plan=${plan} action=${open} />`;
  return (
    possible.length > 0 &&
    html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
      ${possible.map((action) => html`<${Button} key=${idOf(action)} plan=${plan} action=${action} />`)}</div>`
  );
}
