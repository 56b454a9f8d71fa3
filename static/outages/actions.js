// The buttons and forms under an outage's facts; a refusal is told in the form, in one sentence.
import { html, signal, useEffect, useMemo, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey } from "../js/api.js";
import { freshDraft } from "../js/drafts.js";
import { say } from "../console/commands.js";
import { may } from "../console/rights.js";
import { act } from "./acting.js";
import { ACTIONS, moment } from "./action_table.js";

/** Verb of the form that is open, or null. */
export const openForm = signal(null);

export function Field({ field, values, focus }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const set = (event) => (values.value = { ...values.value, [field.name]: event.currentTarget.value });
  const common = {
    class: "input",
    name: field.name,
    required: field.required,
    maxlength: field.maxlength,
    value: values.value[field.name] ?? "",
    onInput: set,
    ref: input,
  };
  if (field.choices)
    return html`<label class="field"><span>${field.label}</span><select ...${common} onChange=${set}>
      ${field.choices.map(([code, word]) => html`<option value=${code}>${word}</option>`)}</select></label>`;
  return html`<label class="field"><span>${field.label}</span>
    ${field.area ? html`<textarea ...${common} rows="3"></textarea>` :
    html`<input ...${common} type=${field.type ?? "text"} autocomplete="off" />`}</label>`;
}

export const startValues = (fields) =>
  Object.fromEntries(fields.map((field) => [field.name, field.value || field.choices?.[0][0] || ""]));

/** A moment that is rarely meant is typed once more: the field that the server asked for, else none. */
export const again = (name) =>
  name ? [{ name, label: gettext("The same moment once more"), type: "datetime-local", required: true }] : [];
export const withAgain = (body, name, values) => (name ? { ...body, [name]: moment(values[name]) } : body);

/** One intention: the same key while there was no answer, a new one after every answer. */
function useSend(outage, action) {
  const busy = useSignal(false);
  const problem = useSignal("");
  const confirm = useSignal("");
  const key = useRef(newKey());
  const send = async (body) => {
    busy.value = true;
    const result = await act(outage, action.verb, body, key.current);
    busy.value = false;
    if (!result.silent) key.current = newKey();
    problem.value = result.done ? "" : result.sentence;
    confirm.value = result.confirm ?? confirm.value;
    if (result.done) say(action.label());
    return result.done;
  };
  return { busy, problem, confirm, send };
}

function Form({ outage, record, action }) {
  const fields = action.fields(outage, record);
  const typed = useMemo(
    () => freshDraft(`outage ${outage.number} ${action.verb}`, startValues(fields)),
    [outage.number, action.verb],
  );
  const { values } = typed;
  const { busy, problem, confirm, send } = useSend(outage, action);
  const close = () => {
    openForm.value = null;
    document.getElementById(`action-${action.verb}`)?.focus();
  };
  const shown = [...fields.filter((field) => !field.when || field.when(values.value)), ...again(confirm.value)];
  const submit = async (event) => {
    event.preventDefault();
    const said = Object.fromEntries(
      fields.map((field) => [field.name, shown.includes(field) ? values.value[field.name] : ""]),
    );
    if (!(await send(withAgain(action.body?.(said) ?? said, confirm.value, values.value)))) return;
    typed.drop();
    close();
  };
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), close());
  return html`<form class="action-form" onSubmit=${submit} onKeyDown=${escape} aria-label=${action.label()}><b>
    ${action.label()}</b>
    ${shown.map((field, index) => html`<${Field} key=${field.name} field=${field} values=${values}
      focus=${index === 0} />`)}
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    <div class="form-buttons"><button class=${`button ${action.danger ? "danger" : "primary"}`} disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : action.label()}</button><button type="button" class="button"
      onClick=${close}>
      ${gettext("Back")}</button></div>
  </form>`;
}

function Button({ outage, action }) {
  const { busy, problem, send } = useSend(outage, action);
  const click = () => (action.fields ? (openForm.value = action.verb) : send({}));
  return html`<button id=${`action-${action.verb}`} class=${`button ${action.danger ? "danger" : action.primary ?
    "primary" : ""}`} disabled=${busy.value} onClick=${click}>
    ${busy.value ? gettext("Sending…") : action.label()}</button>
    ${problem.value && html`<p class="problem action-problem" role="alert">${problem.value}</p>`}`;
}

export function Actions({ outage, record }) {
  useEffect(() => () => (openForm.value = null), [outage.number]);
  if (!may("outages")) return null;
  const possible = ACTIONS.filter((action) => action.when(outage, record));
  const open = possible.find((action) => action.verb === openForm.value);
  if (open) return html`<${Form} key=${open.verb} outage=${outage} record=${record} action=${open} />`;
  return (
    possible.length > 0 &&
    html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
      ${possible.map((action) => html`<${Button} key=${action.verb} outage=${outage} action=${action} />`)}</div>`
  );
}
