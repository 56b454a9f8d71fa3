// The buttons of an outage or a plan and the small forms behind them; a refusal is told in the form, in one sentence.
import { html, useEffect, useMemo, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey } from "../js/api.js";
import { freshDraft } from "../js/drafts.js";
import { say } from "../console/commands.js";
import { bodyOf, moment, shownOf, startValues } from "./told.js";

const INPUT = { moment: "datetime-local", number: "number" };

function Field({ field, values, focus }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const write = (value) => (values.value = { ...values.value, [field.name]: value });
  const set = (event) => write(event.currentTarget.value);
  const value = values.value[field.name] ?? "";
  const common = { class: "input", name: field.name, required: field.required, maxlength: field.most, ref: input };
  if (field.choices?.length > 0)
    return html`<label class="field"><span>${field.label}</span><select ...${common} value=${value} onChange=${set}>
      ${field.choices.map(([code, word]) => html`<option value=${String(code)}>${word}</option>`)}</select></label>`;
  if (field.type === "yes_no")
    return html`<label class="field tick"><input type="checkbox" name=${field.name} ref=${input}
      checked=${value === "true"} onChange=${(event) => write(String(event.currentTarget.checked))} />
      <span>${field.label}</span></label>`;
  return html`<label class="field"><span>${field.label}</span>
    ${field.type === "meters" ? html`<textarea ...${common} value=${value} onInput=${set} rows="3"></textarea>` :
    html`<input ...${common} value=${value} onInput=${set} type=${INPUT[field.type] ?? "text"} autocomplete="off" />`}
  </label>`;
}

/** A moment that is rarely meant is typed once more: the field that the server asked for, else none. */
const again = (name) =>
  name ? [{ name, label: gettext("The same moment once more"), type: "moment", required: true }] : [];

/** One intention: the same key while there was no answer, a new one after every answer. */
function useSend(action, act) {
  const busy = useSignal(false);
  const problem = useSignal("");
  const confirm = useSignal("");
  const key = useRef(newKey());
  const send = async (body) => {
    busy.value = true;
    const result = await act(action.path, body, key.current);
    busy.value = false;
    if (!result.silent) key.current = newKey();
    problem.value = result.done ? "" : result.sentence;
    confirm.value = result.confirm ?? confirm.value;
    if (result.done) say(action.done);
    return result.done;
  };
  return { busy, problem, confirm, send };
}

const toneOf = (action) => (action.danger ? "danger" : action.primary ? "primary" : "");

function Form({ name, ids, open, action, act }) {
  const typed = useMemo(() => freshDraft(`${name} ${action.verb}`, startValues(action.fields)), [name, action.verb]);
  const { values } = typed;
  const { busy, problem, confirm, send } = useSend(action, act);
  const close = () => {
    open.value = null;
    document.getElementById(`${ids}${action.verb}`)?.focus();
  };
  const shown = [...shownOf(action.fields, values.value), ...again(confirm.value)];
  const submit = async (event) => {
    event.preventDefault();
    const more = confirm.value ? { [confirm.value]: moment(values.value[confirm.value] ?? "") } : {};
    if (!(await send({ ...bodyOf(action.fields, values.value), ...more }))) return;
    typed.drop();
    close();
  };
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), close());
  return html`<form class="action-form" onSubmit=${submit} onKeyDown=${escape} aria-label=${action.label}><b>
    ${action.label}</b>
    ${shown.map((field, index) => html`<${Field} key=${field.name} field=${field} values=${values}
      focus=${index === 0} />`)}
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    <div class="form-buttons"><button class=${`button ${action.danger ? "danger" : "primary"}`} disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : action.label}</button><button type="button" class="button"
      onClick=${close}>
      ${gettext("Back")}</button></div>
  </form>`;
}

function Button({ ids, open, action, act }) {
  const { busy, problem, send } = useSend(action, act);
  const click = () => (action.fields.length > 0 ? (open.value = action.verb) : send({}));
  return html`<button id=${`${ids}${action.verb}`} class=${`button ${toneOf(action)}`} disabled=${busy.value}
    onClick=${click}>${busy.value ? gettext("Sending…") : action.label}</button>
    ${problem.value && html`<p class="problem action-problem" role="alert">${problem.value}</p>`}`;
}

/**
 * `name` is whose buttons they are, `ids` begins the ids of their elements, `open` holds the verb of the open form;
 * `act(path, body, key)` sends.
 */
export function Told({ name, ids, open, actions, act }) {
  useEffect(() => () => (open.value = null), [name]);
  const form = actions.find((action) => action.verb === open.value);
  if (form) return html`<${Form} key=${form.verb} ...${{ name, ids, open, act }} action=${form} />`;
  return (
    actions.length > 0 &&
    html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
      ${actions.map((action) => html`<${Button} key=${action.verb} ...${{ ids, open, act, action }} />`)}</div>`
  );
}
