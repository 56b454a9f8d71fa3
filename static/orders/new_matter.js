// A matter that is no fault is taken down: an opinion, a request, a complaint … Which kinds there are is told by the
// server. Escape loses nothing: what was typed is there again.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { say } from "../js/notice.js";
import { choicesOf } from "../js/words.js";
import { Dialog } from "../ui/dialog.js";
import { Field, SheetForm } from "../ui/form.js";
import { ask, refresh } from "./list_data.js";
import { bodyOf, EMPTY } from "./matter_draft.js";
import { fieldNamed, told } from "./told.js";

/** Whether the form is open. */
export const matterOpen = signal(false);
const matter = draft("matter", EMPTY);

export const openMatter = () => told.filed.length > 0 && (matterOpen.value = true);

/** The key is kept with the draft: after silence, Escape or a reload the same matter is still one matter. */
async function file() {
  if (!matter.values.peek().key) matter.change({ key: newKey() });
  const values = matter.values.peek();
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
    if (problem instanceof ApiProblem) matter.change({ key: "" });
    throw problem;
  }
}

/** Where a field is told of by another name: `reporter/phone`. */
const TOLD_AS = { name: "reporter/name", phone: "reporter/phone" };
const chosenKind = () => told.filed.find(({ kind }) => kind === matter.values.value.kind);
const unitChoices = () => {
  const units = fieldNamed("unit")?.choices ?? [];
  return units.length > 0 ? [["", gettext("nobody of ours")], ...units] : [];
};

function fields(errors) {
  const field = (name, label, { more, ...rest } = {}) => html`<${Field} typed=${matter}
    error=${errors[TOLD_AS[name] ?? name]} field=${{ name, label, type: "text", more, ...rest }} />`;
  const kinds = [["", gettext("Choose…")], ...told.filed.map(({ kind, label }) => [kind, label])];
  return html`<div class="two">${field("kind", gettext("Kind"), { required: true, choices: kinds })}
      ${field("sub_kind", gettext("Sub-type"), { choices: [["", gettext("not said")],
        ...(chosenKind()?.sub_kinds ?? [])] })}</div>
    ${field("description", gettext("What was said"), { type: "area", required: true, most: 10000 })}
    <div class="two">${field("name", gettext("Caller"))}
      ${field("phone", gettext("Phone"), { more: { inputmode: "tel" } })}</div>
    <div class="two">${field("customer_number", gettext("Customer number"), { more: { inputmode: "numeric" } })}
      ${field("source", gettext("Came by"), { choices: choicesOf("source") })}</div>
    ${field("address", gettext("Where"))}
    <div class="two">${field("about", gettext("About the order"), { more: { placeholder: gettext("Number") } })}
      ${field("concerns", gettext("Unit that it is about"), { choices: unitChoices() })}</div>
    ${field("confidential", gettext("Confidential: nobody sees who told it"), { type: "yes_no" })}`;
}

const close = () => (matterOpen.value = false);

export function NewMatter() {
  const clear = !matter.isBlank() && html`<button type="button" class="button small quiet-button"
    onClick=${() => matter.drop()}>${gettext("Clear")}</button>`;
  return html`<${Dialog} open=${matterOpen.value} label=${gettext("New matter")} onClose=${close}>
    <${SheetForm} title=${gettext("New matter")} head=${clear} submit=${gettext("File it")} shortcut send=${file}
      close=${close}>${fields}</${SheetForm}></${Dialog}>`;
}
