// The buttons of the chosen order and the small forms behind them. What is typed stays with its order until it is sent.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { actionNamed, actionsFor, bodyOf } from "./action_table.js";
import { command, say } from "./commands.js";
import { reloadDetails } from "./detail_data.js";
import { openForm } from "./open_form.js";
import { selected } from "./selection.js";
import { statusWord } from "./states.js";
import { orders } from "./store.js";

export async function runAction(order, action) {
  if (action.run) return action.run(order);
  const asks = action.fields(order).length > 0 || action.above;
  if (asks) return (openForm.value = { id: order.id, verb: action.verb });
  if (await command(order, action.path, {}, gettext("Sending…"))) done(order, action);
}

/** A card that is on no board is not pushed: its record is read again. */
function done(order, action) {
  say(action.done);
  if (!orders.has(order.id)) reloadDetails();
}

/** The verb of the chosen order that has this key now. */
export function runVerbOfKey(key) {
  const order = selected.peek();
  const action = order && !order.gone && actionsFor(order).find((possible) => possible.key === key);
  if (action) runAction(order, action);
}

const blankOf = (fields) =>
  Object.fromEntries(fields.map((field) => [field.name, String(field.choices?.[0]?.[0] ?? "")]));

/** What the person has typed into this form of this order. */
const typedIn = (order, action) =>
  action.draft?.(order) ?? draft(`${action.verb} ${order.id}`, blankOf(action.fields(order)));

const INPUT = { moment: "datetime-local", number: "number", yes_no: "checkbox" };

function Field({ field, typed, focus }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const value = typed.values.value[field.name];
  const set = (event) => typed.change({ [field.name]: event.currentTarget.value });
  const tick = (event) => typed.change({ [field.name]: String(event.currentTarget.checked) });
  const common = { class: "input", name: field.name, required: field.required, maxlength: field.most, ref: input };
  if (field.choices?.length > 0) {
    const options = field.choices.map(([code, word]) => html`<option value=${String(code)}>${word}</option>`);
    return html`<label class="field"><span>${field.label}</span>
      <select ...${common} value=${value} onChange=${set}>${options}</select></label>`;
  }
  if (field.type === "yes_no") {
    return html`<label class="field tick">
      <input type="checkbox" name=${field.name} ref=${input} checked=${value === "true"} onChange=${tick} />
      <span>${field.label}</span></label>`;
  }
  const type = INPUT[field.type] ?? "text";
  return html`<label class="field"><span>${field.label}</span>
    <input ...${common} value=${value} onInput=${set} type=${type} autocomplete="off" /></label>`;
}

/** What changed under the open form: the words stay, and whether it can still be done is said. */
function Moved({ order, action, since, possible }) {
  if (order.status === since && possible) return null;
  const what = [order.crew?.name, statusWord(order.status, order.order_kind)].filter(Boolean).join(" ");
  const words = possible
    ? gettext("{what} meanwhile · still {action}?")
    : gettext("{what} meanwhile: this can no longer be done. Your words are kept below.");
  return html`<p class="overtaken" role="alert">${fill(words, { what, action: action.label })}</p>`;
}

async function send(order, action, typed) {
  if (action.send) return action.send(order, typed);
  if (!(await command(order, action.path, bodyOf(action, typed.values.peek()), gettext("Sending…")))) return false;
  typed.drop();
  done(order, action);
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
  const fields = action.fields(order);
  return html`<form class="action-form" onSubmit=${submit} onKeyDown=${escape} aria-label=${action.label}>
    <b>${action.label}</b>
    ${!typed.values.value.overtaken && html`<${Moved} ...${{ order, action, since, possible }} />`}
    ${possible && action.above?.(order)}
    ${fields.map((field, index) => html`<${Field} key=${field.name} ...${{ field, typed, focus: index === 0 }} />`)}
    <div class="form-buttons">
      <button class=${`button ${action.danger ? "danger" : "primary"}`} disabled=${!possible}>
        ${action.submit?.(order) ?? action.label}</button>
      <button type="button" class="button" onClick=${possible ? close : giveUp}>${gettext("Back")}</button>
    </div>
  </form>`;
}

/** The open form of this order; one that is no longer possible stays only while there are words in it. */
function openFormOf(order, possible) {
  if (openForm.value?.id !== order.id) return null;
  const { verb } = openForm.value;
  const allowed = possible.find((one) => one.verb === verb);
  const action = allowed ?? actionNamed(verb);
  return action && (allowed || !typedIn(order, action).isBlank()) ? { action, allowed: Boolean(allowed) } : null;
}

const toneOf = (action) => (action.danger ? "danger" : action.primary ? "primary" : "");

export function Actions({ order }) {
  const possible = order.gone ? [] : actionsFor(order);
  const open = openFormOf(order, possible);
  if (open) {
    const { action, allowed } = open;
    return html`<${ActionForm} key=${action.verb} order=${order} action=${action} possible=${allowed} />`;
  }
  const button = (action) => html`<button key=${action.verb} id=${`action-${action.verb}`}
    class=${`button ${toneOf(action)}`} onClick=${() => runAction(order, action)}>
    ${action.label}${action.key && html`<kbd class="key">${action.key}</kbd>`}</button>`;
  return possible.length > 0 && html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
    ${possible.map(button)}
  </div>`;
}
