// A matter that is no fault is taken down: an opinion, a request, a complaint … Which kinds there are is told by the
// server. Escape loses nothing: what was typed is there again.
import { html, signal, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { say } from "../js/notice.js";
import { sourceChoices } from "../console/words.js";
import { ask, refresh } from "./list_data.js";
import { bodyOf, EMPTY } from "./matter_draft.js";
import { fieldNamed, told } from "./told.js";

/** Whether the form is open. */
export const matterOpen = signal(false);
const matter = draft("matter", EMPTY);

export const openMatter = () => told.filed.length > 0 && (matterOpen.value = true);

function Input({ errors, name, label, options = null, area = false, ...rest }) {
  const id = { name: "reporter/name", phone: "reporter/phone" }[name] ?? name;
  const error = errors.value[id];
  const set = (event) => matter.change({ [name]: event.currentTarget.value });
  const common = { class: "input", name, value: matter.values.value[name], "aria-invalid": error ? "true" : undefined };
  const field = options
    ? html`<select ...${common} onChange=${set} ...${rest}>
        ${options.map(([code, word]) => html`<option value=${code}>${word}</option>`)}</select>`
    : area
      ? html`<textarea ...${common} onInput=${set} rows="4" ...${rest}></textarea>`
      : html`<input ...${common} onInput=${set} autocomplete="off" ...${rest} />`;
  return html`<label class="field"><span>${label}</span>${field}
    ${error && html`<span class="field-error" role="alert">${error}</span>`}</label>`;
}

function Kind({ errors }) {
  const chosen = told.filed.find(({ kind }) => kind === matter.values.value.kind);
  const none = ["", gettext("Choose…")];
  return html`<div class="two">
    <${Input} errors=${errors} name="kind" label=${gettext("Kind")} required
      options=${[none, ...told.filed.map(({ kind, label }) => [kind, label])]} />
    <${Input} errors=${errors} name="sub_kind" label=${gettext("Sub-type")}
      options=${[["", gettext("not said")], ...(chosen?.sub_kinds ?? [])]} /></div>`;
}

function Concerns({ errors }) {
  const units = fieldNamed("unit")?.choices ?? [];
  const options = units.length > 0 ? [["", gettext("nobody of ours")], ...units] : null;
  return html`<${Input} errors=${errors} name="concerns" label=${gettext("Unit that it is about")}
    options=${options} />`;
}

function Confidential() {
  const tick = (event) => matter.change({ confidential: String(event.currentTarget.checked) });
  return html`<label class="field tick"><input type="checkbox" name="confidential" onChange=${tick}
    checked=${matter.values.value.confidential === "true"} />
    <span>${gettext("Confidential: nobody sees who told it")}</span></label>`;
}

/** The key is kept with the draft: after silence, Escape or a reload the same matter is still one matter. */
async function file(errors, close) {
  if (!matter.values.peek().key) matter.change({ key: newKey() });
  const values = matter.values.peek();
  errors.value = {};
  try {
    const answer = await post("matters/", bodyOf(values), { key: values.key });
    const words = answer.joined
      ? gettext("{number} is there already: one matter, one order; the stricter limit holds.")
      : gettext("{number} is in.");
    say(fill(words, { number: answer.number }));
    matter.drop();
    refresh();
    ask((now) => ({ ...now, opened: answer.number }));
    close();
  } catch (problem) {
    const fields = problem instanceof ApiProblem ? problem.fields() : {};
    errors.value = { ...fields, form: problem.message };
    if (problem instanceof ApiProblem) matter.change({ key: "" });
  }
}

function Form({ close }) {
  const errors = useSignal({});
  const busy = useSignal(false);
  const submit = async (event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    await file(errors, close);
    busy.value = false;
  };
  const hurry = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing &&
    event.currentTarget.requestSubmit();
  const input = (name, label, rest) => html`<${Input} errors=${errors} name=${name} label=${label} ...${rest} />`;
  return html`<form class="report" onSubmit=${submit} onKeyDown=${hurry}>
    <header><h2>${gettext("New matter")}</h2>
      ${!matter.isBlank() && html`<button type="button" class="button small quiet-button"
        onClick=${() => matter.drop()}>${gettext("Clear")}</button>`}</header>
    <${Kind} errors=${errors} />
    ${input("description", gettext("What was said"), { area: true, required: true, maxlength: 10000 })}
    <div class="two">${input("name", gettext("Caller"))}${input("phone", gettext("Phone"), { inputmode: "tel" })}</div>
    <div class="two">${input("customer_number", gettext("Customer number"), { inputmode: "numeric" })}
      ${input("source", gettext("Came by"), { options: sourceChoices() })}</div>
    ${input("address", gettext("Where"))}
    <div class="two">${input("about", gettext("About the order"), { placeholder: gettext("Number") })}
      <${Concerns} errors=${errors} /></div>
    <${Confidential} />
    ${errors.value.form && html`<p class="problem" role="alert">${errors.value.form}</p>`}
    <div class="form-buttons"><button class="button primary" disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : gettext("File it")}<kbd class="key">Ctrl ↵</kbd></button>
      <button type="button" class="button" onClick=${close}>${gettext("Back")}</button></div>
  </form>`;
}

export function NewMatter() {
  const dialog = useRef(null);
  const close = () => (matterOpen.value = false);
  useEffect(() => {
    if (matterOpen.value) dialog.current?.showModal();
  }, [matterOpen.value]);
  return matterOpen.value && html`<dialog class="dialog" ref=${dialog} onClose=${close}
    aria-label=${gettext("New matter")}><${Form} close=${close} /></dialog>`;
}
