// The buttons of the chosen order and the small forms behind them. What is typed stays with its order until it is sent.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { ACTIONS, actionsFor } from "./action_table.js";
import { command, say } from "./commands.js";
import { openForm } from "./open_form.js";
import { statusWord } from "./words.js";

export async function runAction(order, action) {
  if (action.run) return action.run(order);
  if (action.fields) return (openForm.value = { id: order.id, verb: action.verb });
  if (await command(order, action.verb, {}, gettext("Sending…"))) say(action.done?.() ?? action.label(order));
}

const blankOf = (fields) => Object.fromEntries(fields.map((field) => [field.name, field.choices?.[0][0] ?? ""]));

/** What the person has typed into this form of this order. */
const typedIn = (order, action) => action.draft?.(order) ?? draft(`${action.verb} ${order.id}`, blankOf(action.fields(order)));

function Field({ field, typed, focus }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const set = (event) => typed.change({ [field.name]: event.currentTarget.value });
  const common = { class: "input", name: field.name, required: field.required, maxlength: field.maxlength, ref: input, value: typed.values.value[field.name] };
  return html`<label class="field"><span>${field.label}</span>
    ${field.choices
      ? html`<select ...${common} onChange=${set}>${field.choices.map(([code, word]) => html`<option value=${code}>${word}</option>`)}</select>`
      : html`<input ...${common} onInput=${set} type=${field.type ?? "text"} autocomplete="off" />`}</label>`;
}

/** What changed under the open form: the words stay, and whether it can still be done is said. */
function Moved({ order, action, since, possible }) {
  if (order.status === since && possible) return null;
  const what = [order.crew?.name, statusWord(order.status)].filter(Boolean).join(" ");
  const words = possible ? gettext("{what} meanwhile · still {action}?") : gettext("{what} meanwhile: this can no longer be done. Your words are kept below.");
  return html`<p class="overtaken" role="alert">${fill(words, { what, action: action.label(order) })}</p>`;
}

async function send(order, action, typed) {
  if (action.send) return action.send(order, typed);
  const values = typed.values.peek();
  if (!(await command(order, action.verb, action.body?.(values) ?? values, gettext("Sending…")))) return false;
  typed.drop();
  say(action.done?.() ?? action.label(order));
  return true;
}

function ActionForm({ order, action, possible }) {
  const since = useRef(order.status).current;
  const typed = typedIn(order, action);
  const close = () => {
    openForm.value = null;
    document.getElementById(`action-${action.verb}`)?.focus();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (await send(order, action, typed)) close();
  };
  const giveUp = () => {
    typed.drop();
    close();
  };
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), close());
  return html`<form class="action-form" onSubmit=${submit} onKeyDown=${escape} aria-label=${action.label(order)}>
    <b>${action.label(order)}</b>
    ${!typed.values.value.overtaken && html`<${Moved} order=${order} action=${action} since=${since} possible=${possible} />`}
    ${possible && action.above?.(order)}
    ${action.fields(order).map((field, index) => html`<${Field} key=${field.name} field=${field} typed=${typed} focus=${index === 0} />`)}
    <div class="form-buttons"><button class=${`button ${action.danger ? "danger" : "primary"}`} disabled=${!possible}>${action.submit?.(order) ?? action.label(order)}</button><button type="button" class="button" onClick=${possible ? close : giveUp}>${gettext("Back")}</button></div>
  </form>`;
}

/** The open form of this order; one that is no longer possible stays only while there are words in it. */
function openFormOf(order, possible) {
  if (openForm.value?.id !== order.id) return null;
  const action = ACTIONS.find((one) => one.verb === openForm.value.verb);
  const allowed = possible.includes(action);
  return allowed || !typedIn(order, action).isBlank() ? { action, allowed } : null;
}

export function Actions({ order }) {
  const possible = order.gone ? [] : actionsFor(order);
  const open = openFormOf(order, possible);
  if (open) return html`<${ActionForm} key=${open.action.verb} order=${order} action=${open.action} possible=${open.allowed} />`;
  return possible.length > 0 && html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
    ${possible.map((action) => html`<button key=${action.verb} id=${`action-${action.verb}`} class=${`button ${action.danger ? "danger" : action.primary ? "primary" : ""}`} onClick=${() => runAction(order, action)}>${action.label(order)}${action.key && html`<kbd class="key">${action.key}</kbd>`}</button>`)}
  </div>`;
}
