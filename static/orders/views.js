// Saved views: one's own and those of the centre. A view that asks what no longer exists says so before it is used.
import { html, signal, useEffect } from "../vendor/preact/11.2.0/preact.mjs";
import { get, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { refused, say } from "../js/notice.js";
import { Dialog } from "../ui/dialog.js";
import { Disclosure } from "../ui/disclosure.js";
import { Field, SheetForm } from "../ui/form.js";
import { ask, question } from "./list_data.js";
import { isView } from "./question.js";

const views = signal([]);
const saving = signal(false);

export async function readViews() {
  try {
    views.value = (await get("order-views/")).results;
  } catch (problem) {
    refused(problem);
  }
}

const current = () => views.value.find((view) => String(view.id) === question.value.view);

function use(view, close) {
  ask({ filters: view.filters, ordering: view.ordering, columns: view.columns, view: String(view.id) });
  close();
}

async function remove(view) {
  try {
    await post(`order-views/${view.id}/remove/`);
    if (question.peek().view === String(view.id)) ask({ view: "" }, { replace: true });
    say(fill(gettext("The view “{name}” is gone."), view));
  } catch (problem) {
    refused(problem);
  }
  readViews();
}

/** The one's own view as the list is asked now, or a new one. */
async function keep({ id, name, shared }) {
  const { filters, ordering, columns } = question.peek();
  const kept = await post(id ? `order-views/${id}/` : "order-views/", { name, filters, ordering, columns, shared });
  await readViews();
  ask({ view: String(kept.id) }, { replace: true });
  say(fill(gettext("Kept as “{name}”."), kept));
}

async function keepChanged(view, close) {
  close();
  try {
    await keep({ ...view, shared: view.shared_with !== null });
  } catch (problem) {
    refused(problem);
  }
}

function Line({ view, close }) {
  const wrong = view.problems.map((problem) => problem.detail).join(" · ");
  const beside = view.mine ? view.shared_with ?? "" : `${view.owner} · ${view.shared_with}`;
  return html`<li class="view-line"><button class="menu-item" aria-current=${current()?.id === view.id}
    onClick=${() => use(view, close)}><span class="clip">${view.name}</span>
    <span class="quiet">${beside}</span></button>
    ${view.mine && html`<button class="button small quiet-button" onClick=${() => remove(view)}
      aria-label=${fill(gettext("Remove “{name}”"), view)}>${gettext("Remove")}</button>`}
    ${wrong && html`<p class="problem">${wrong}</p>`}</li>`;
}

function Menu({ close }) {
  const view = current();
  const changed = view && !isView(question.value, view);
  return html`<ul class="view-list" aria-label=${gettext("Saved views")}>
      ${views.value.map((each) => html`<${Line} key=${each.id} view=${each} close=${close} />`)}
      ${views.value.length === 0 && html`<li class="quiet view-none">${gettext("No view is saved yet.")}</li>`}</ul>
    ${changed && view.mine && html`<button class="menu-item" onClick=${() => keepChanged(view, close)}>
      ${fill(gettext("Keep the changes in “{name}”"), view)}</button>`}
    <button class="menu-item" onClick=${() => (close(), (saving.value = true))}>
      ${gettext("Save this list as a view…")}</button>`;
}

export function Views() {
  useEffect(() => void readViews(), []);
  const view = current();
  const name = view ? `${view.name}${isView(question.value, view) ? "" : " *"}` : gettext("Views");
  return html`<${Disclosure} name="views" wide label=${html`<span class="clip">${name}</span>`}>
    ${(close) => html`<${Menu} close=${close} />`}</${Disclosure}><${SaveDialog} />`;
}

const typed = () => draft("order view", { name: "", shared: "" });

async function saveNew() {
  const { name, shared } = typed().values.peek();
  await keep({ name: name.trim(), shared: shared === "true" });
  typed().drop();
  saving.value = false;
}

function SaveDialog() {
  const title = gettext("Save this list as a view");
  const close = () => (saving.value = false);
  const name = { name: "name", label: gettext("Name"), type: "text", required: true, most: 60 };
  const shared = { name: "shared", label: gettext("Share it with my centre"), type: "yes_no" };
  return html`<${Dialog} open=${saving.value} label=${title} onClose=${close}>
    <${SheetForm} title=${title} submit=${gettext("Save")} send=${saveNew} close=${close}>${(errors) => html`
      <${Field} field=${name} typed=${typed()} error=${errors.name} focus />
      <${Field} field=${shared} typed=${typed()} />`}</${SheetForm}></${Dialog}>`;
}
