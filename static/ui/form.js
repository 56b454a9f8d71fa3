// The one form: fields as the server tells them or as a screen names them, drawn from a draft that keeps what is typed.
import { html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem } from "../js/api.js";

const INPUT = { moment: "datetime-local", date: "date", number: "number" };
const LONG = 2000;
/** So much room is for more than one line. @param {any} field */
const isLong = (field) => field.type === "text" && field.most >= LONG;
/** Whether the label says by itself, in brackets, what leaving the field means. @param {string} label */
const explains = (label) => /[)）]$/.test(label);

/** What the person types goes into the draft. @param {any} typed @param {string} name */
const writer = (typed, name) => ({
  text: (event) => typed.change({ [name]: event.currentTarget.value }),
  tick: (event) => typed.change({ [name]: String(event.currentTarget.checked) }),
});

function Control({ field, typed, common, write }) {
  const value = typed.values.value[field.name] ?? "";
  if (field.choices?.length > 0)
    return html`<select ...${common} value=${value} onChange=${write.text}>
      ${field.choices.map(([code, word]) => html`<option value=${String(code)}>${word}</option>`)}</select>`;
  if (field.type === "meters" || field.type === "area" || isLong(field))
    return html`<textarea ...${common} value=${value} onInput=${write.text} rows="3"></textarea>`;
  return html`<input ...${common} value=${value} onInput=${write.text} type=${INPUT[field.type] ?? "text"}
    step=${field.type === "number" ? "any" : undefined} autocomplete="off" />`;
}

/**
 * @typedef {{more?: object, below?: (typed: any) => any}} Beside
 * @param {{field: import("./form_values.js").Field & Beside, typed: any, error?: string,
 *   focus?: boolean, optional?: boolean}} props `typed` is a draft (js/drafts.js); `more` are attributes of the
 *   control, `below` what stands under it; `optional`: that it may be left out is said beside its label
 */
export function Field({ field, typed, error = "", focus = false, optional = false }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const write = writer(typed, field.name);
  if (field.type === "yes_no" && !field.choices?.length)
    return html`<label class="field tick"><input type="checkbox" name=${field.name} ref=${input}
      checked=${typed.values.value[field.name] === "true"} onChange=${write.tick} />
      <span>${field.label}</span></label>`;
  const common = {
    class: "input", name: field.name, required: field.required, maxlength: field.most, ref: input,
    "aria-invalid": error ? "true" : undefined, ...field.more,
  };
  const mayBeLeft = optional && !field.choices?.length && !explains(field.label);
  return html`<label class="field"><span>${field.label}
    ${mayBeLeft && html` <span class="quiet">${gettext("(may be left out)")}</span>`}</span>
    <${Control} field=${field} typed=${typed} common=${common} write=${write} />
    ${error && html`<span class="field-error" role="alert">${error}</span>`}</label>${field.below?.(typed)}`;
}

/** Enter in a field of one line goes on to the next one: the form is sent by its button or by Ctrl+Enter. */
export function goOn(event) {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  if (event.target.role === "combobox") return;
  const fields = [...event.currentTarget.querySelectorAll("input, textarea, select, button.primary")];
  fields[fields.indexOf(event.target) + 1]?.focus();
}

/** @param {any} problem @returns {Record<string, string>} what is wrong by field; `form` says it as a whole */
const errorsOf = (problem) =>
  ({ ...(problem instanceof ApiProblem ? problem.fields() : {}), form: problem.message });

/**
 * A form of a dialog, sent once at a time. `send` throws what the server refuses; it is said at the field that it is
 * about, and below.
 *
 * @param {{title: string, send: () => Promise<void>, submit: string, close?: () => void, children: any, head?: any,
 *   shortcut?: boolean, onKeyDown?: (event: any) => void, box?: any}} props `children`: errors by field → what stands
 *   in it; `shortcut`: Ctrl+Enter sends it
 */
export function SheetForm({ title, send, submit, close, children, head, shortcut, onKeyDown, box }) {
  const errors = useSignal({});
  const busy = useSignal(false);
  const onSubmit = async (event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    errors.value = {};
    try {
      await send();
    } catch (problem) {
      errors.value = errorsOf(problem);
    }
    busy.value = false;
  };
  const hurry = (event) => {
    if (!shortcut || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing)
      return onKeyDown?.(event);
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  return html`<form class="report" ref=${box} onSubmit=${onSubmit} onKeyDown=${hurry}>
    <header><h2>${title}</h2>${head}</header>
    ${children(errors.value)}
    ${errors.value.form && html`<p class="problem" role="alert">${errors.value.form}</p>`}
    <div class="form-buttons"><button class="button primary" disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : submit}${shortcut && html`<kbd class="key">Ctrl ↵</kbd>`}</button>
      ${close && html`<button type="button" class="button" onClick=${close}>${gettext("Back")}</button>`}</div>
  </form>`;
}
