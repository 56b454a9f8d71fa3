// Saved views of a screen: one's own and those of the centre. A view that asks what no longer exists says so before it
// is used.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get, post } from "../js/api.js";
import { freshDraft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { refused, say } from "../js/notice.js";
import { Dialog } from "./dialog.js";
import { Disclosure } from "./disclosure.js";
import { Field, SheetForm } from "./form.js";
import { Icon } from "./icons.js";

/**
 * `path` of the door; `meaning` of what is looked at now, as the door takes it; `keptAs`: id of the view that was
 * taken, "" for none; `take` one; `mark` that what is looked at is the view of this id; `isMeant`: whether the view
 * still says what is looked at; `save`: how keeping one is called; `opening`: how it is said that the screen opens with
 * a view, where it may; `small`: the button is a sign.
 * @typedef {{path: string, meaning: () => any, keptAs: () => string, take: (view: any) => void,
 *   mark: (id: string) => void, isMeant: (view: any) => boolean, save: () => string, opening?: () => string,
 *   small?: boolean}} Screen
 */

/** @param {Screen} screen */
export function savedViews(screen) {
  const views = signal(/** @type {any[]} */ ([]));
  /** null | {view, typed}: the one that is edited, undefined for a new one, and what is typed of it. */
  const editing = signal(/** @type {any} */ (null));

  async function read() {
    try {
      views.value = (await get(screen.path)).results;
    } catch (problem) {
      refused(problem);
    }
  }

  const current = () => views.value.find((view) => String(view.id) === screen.keptAs());

  async function remove(view) {
    try {
      await post(`${screen.path}${view.id}/remove/`);
      if (screen.keptAs() === String(view.id)) screen.mark("");
      say(fill(gettext("The view “{name}” is gone."), view));
    } catch (problem) {
      refused(problem);
    }
    read();
  }

  /** @throws what the server refuses */
  async function keep(view, said) {
    const kept = await post(view ? `${screen.path}${view.id}/` : screen.path, said);
    await read();
    return kept;
  }

  const flags = (view) => ({
    shared: view.shared_with !== null, ...(screen.opening && { opens: view.opens }),
  });

  async function keepChanged(view, close) {
    close();
    try {
      say(fill(gettext("Kept as “{name}”."),
        await keep(view, { name: view.name, ...screen.meaning(), ...flags(view) })));
    } catch (problem) {
      refused(problem);
    }
  }

  function edit(view) {
    const begun = view ? { name: view.name, ...flags(view) } : { name: "", shared: false, opens: false };
    const blank = Object.fromEntries(Object.entries(begun).map(([name, value]) => [name, String(value)]));
    editing.value = { view, typed: freshDraft(`view ${screen.path}${view?.id ?? ""}`, blank) };
  }

  async function save() {
    const { view, typed } = editing.peek();
    const { name, shared, opens } = typed.values.peek();
    const meaning = view ? meaningOf(view, screen.meaning()) : screen.meaning();
    const said = { name: name.trim(), ...meaning, shared: shared === "true" };
    const kept = await keep(view, screen.opening ? { ...said, opens: opens === "true" } : said);
    editing.value = null;
    typed.drop();
    if (!view) screen.mark(String(kept.id));
    say(fill(gettext("Kept as “{name}”."), kept));
  }

  function Line({ view, close }) {
    const wrong = view.problems.map((problem) => problem.detail).join(" · ");
    const beside = [view.opens && gettext("opens first"), !view.mine && view.owner, unitName(view.shared_with)];
    return html`<li class="view-line"><button class="menu-item" aria-current=${current()?.id === view.id}
      onClick=${() => (close(), screen.take(view))}><span class="clip">${view.name}</span>
      <span class="quiet">${beside.filter(Boolean).join(" · ")}</span></button>
      ${view.mine && html`<button class="button small quiet-button"
        onClick=${() => (close(), edit(view))}
        aria-label=${fill(gettext("Change “{name}”"), view)}>${gettext("Change…")}</button>
      <button class="button small quiet-button" onClick=${() => remove(view)}
        aria-label=${fill(gettext("Remove “{name}”"), view)}>${gettext("Remove")}</button>`}
      ${wrong && html`<p class="problem">${wrong}</p>`}</li>`;
  }

  function Menu({ close }) {
    const view = current();
    const changed = view && !screen.isMeant(view);
    return html`<ul class="view-list" aria-label=${gettext("Saved views")}>
        ${views.value.map((each) => html`<${Line} key=${each.id} view=${each} close=${close} />`)}
        ${views.value.length === 0 && html`<li class="quiet view-none">${gettext("No view is saved yet.")}</li>`}</ul>
      ${changed && view.mine && html`<button class="menu-item" onClick=${() => keepChanged(view, close)}>
        ${fill(gettext("Keep the changes in “{name}”"), view)}</button>`}
      <button class="menu-item" onClick=${() => (close(), edit())}>
        ${screen.save()}…</button>`;
  }

  function SaveDialog() {
    const { view, typed } = editing.value ?? {};
    const title = view ? fill(gettext("Change “{name}”"), view) : screen.save();
    const close = () => (editing.value = null);
    const name = { name: "name", label: gettext("Name"), type: "text", required: true, most: 60 };
    const shared = { name: "shared", label: gettext("Share it with my centre"), type: "yes_no" };
    const opens = { name: "opens", label: screen.opening?.(), type: "yes_no" };
    return html`<${Dialog} open=${editing.value !== null} label=${title} onClose=${close}>
      <${SheetForm} title=${title} submit=${gettext("Save")} send=${save} close=${close}>${(errors) => html`
        <${Field} field=${name} typed=${typed} error=${errors.name} focus />
        <${Field} field=${shared} typed=${typed} />
        ${screen.opening && html`<${Field} field=${opens} typed=${typed} />`}`}</${SheetForm}></${Dialog}>`;
  }

  function Views() {
    const view = current();
    const name = view && `${view.name}${screen.isMeant(view) ? "" : " *"}`;
    const words = name ?? gettext("Views");
    const sign = html`<span class=${view ? "is-taken" : ""} title=${words}><${Icon} name="bookmark" />
      <span class="sr-only">${words}</span></span>`;
    const label = screen.small ? sign : html`<span class="clip">${words}</span>`;
    return html`<${Disclosure} name="views" wide label=${label}>
      ${(close) => html`<${Menu} close=${close} />`}</${Disclosure}><${SaveDialog} />`;
  }

  /** For the palette. */
  const found = () => views.value.map((view) => ({
    kind: gettext("View"), words: view.name, beside: view.mine ? "" : view.owner, run: () => screen.take(view),
  }));

  return { views, read, Views, found };
}

/** What a view asks, by the names of what is looked at now. */
const meaningOf = (view, now) => Object.fromEntries(Object.keys(now).map((name) => [name, view[name]]));

/** What opens the menu by a key. */
export const openViews = () => document.getElementById("views-button")?.click();
