/** Off the usual way: no fault is found, power is not back after all. The server tells which, and what is asked. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../../js/drafts.js";
import { actOnOrder } from "../acting.js";
import { asides } from "../flow.js";
import { open, openForm } from "../store.js";
import { Chips } from "./parts.js";
import { FormHead } from "./permit.js";

export function Aside({ order, action }) {
  const blank = Object.fromEntries(action.form.map(({ name }) => [name, ""]));
  const typed = draft(`${action.verb} ${order.number}`, blank);
  const said = typed.values.value;
  const send = async (event) => {
    event.preventDefault();
    if (!(await actOnOrder(order, action.verb, bodyOf(action.form, said)))) return;
    typed.drop();
    openForm.value = null;
  };
  const lacks = action.form.some(({ name, required }) => required && !`${said[name] ?? ""}`.trim());
  return html`<main id="main"><form class="form" onSubmit=${send}>
    <${FormHead} title=${action.label} />
    <div class="scroll">${action.form.map((field) => html`<${Field} key=${field.name} field=${field}
      value=${said[field.name] ?? ""} onChange=${(value) => typed.change({ [field.name]: value })} />`)}</div>
    <div class="actions"><button class="act" disabled=${lacks}>${action.label}</button></div>
  </form></main>`;
}

function bodyOf(form, said) {
  const told = form.filter(({ name }) => `${said[name] ?? ""}`.trim());
  return Object.fromEntries(told.map(({ name, type }) => [name, VALUE[type]?.(said[name]) ?? said[name].trim()]));
}

const VALUE = {
  moment: (value) => new Date(value).toISOString(),
  number: Number,
  yes_no: (value) => value === "true",
};

function Field({ field, value, onChange }) {
  const { name, label, type, required, most, choices } = field;
  const typed = (event) => onChange(event.target.value);
  if (type === "choice" || type === "yes_no")
    return html`<div class="field"><span>${label}</span><${Chips} label=${label} value=${value} onPick=${onChange}
      options=${choices.map(([code, word]) => [String(code), word])} /></div>`;
  if (type === "text")
    return html`<label class="field"><span>${label}</span><textarea class="input" name=${name} rows="3"
      maxlength=${most} required=${required} value=${value} onInput=${typed}></textarea></label>`;
  return html`<label class="field"><span>${label}</span><input class="input" name=${name} required=${required}
    type=${type === "moment" ? "datetime-local" : type} value=${value} onInput=${typed} /></label>`;
}

export function AsideButtons({ order }) {
  return asides(order.status).map((action) => html`<p class="ask-help" key=${action.verb}>
    <button type="button" class="button" onClick=${() => open(order, action.verb)}>${action.label}</button></p>`);
}
