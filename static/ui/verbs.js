// What the signed-in person may do with the chosen order, outage or plan, as the server tells it: the buttons and the
// small forms behind them. What is typed stays with its subject until it is sent, also when it can no longer be done.
import { html, signal, useEffect, useMemo, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey } from "../js/api.js";
import { draft, freshDraft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { Field } from "./form.js";
import { bodyOf, moment, shownOf, startValues, verdictOf } from "./form_values.js";
import { Verdict } from "./verdict.js";
import { isFree } from "./keys.js";
import { saidDone } from "./undo.js";

/** @typedef {import("./form_values.js").Action} Action */
/**
 * Whose buttons these are: `name` is unique ("order 17"), `ids` begin the ids of the buttons, `state` is what a form is
 * compared with while it is open, `news` says in words what came between; `act` sends one verb.
 * @typedef {{name: string, ids: string, state: string, news: string,
 *   act: (action: Action, body: object, key: string) => Promise<Answer>}} Subject
 */
/**
 * `silent`: no answer came, so the same key again does it once; `confirm`: the field that is to be said once more;
 * `sentence`: why it was refused, where that is not said elsewhere; `errors`: what is wrong, by field.
 * @typedef {{done: boolean, sentence?: string, silent?: boolean, confirm?: string,
 *   errors?: Record<string, string>, undo?: import("./undo.js").WayBack | null}} Answer
 */

/** Which form of whose is open, or null: looking at another subject does not open it there. */
export const openForm = signal(/** @type {{name: string, verb: string} | null} */ (null));
/** A verb as it was told last: a form with words in it stays readable when the verb is no longer possible. */
const toldLast = new Map();

/** @param {string} name @returns {boolean} whether there was one to close */
export function closeForm(name) {
  const isOpen = openForm.peek()?.name === name;
  if (isOpen) openForm.value = null;
  return isOpen;
}

const asks = (action) => action.fields.length > 0 || action.above;
const typedIn = (subject, action, of = draft) =>
  action.draft ?? of(`${subject.name} ${action.verb}`, startValues(action.fields));
/** What is typed into the form of a verb. @param {Subject} subject @param {Action} action */
export const draftOf = (subject, action) => typedIn(subject, action, freshDraft);

/** A button or its key: what runs on the screen, opens a form or is sent at once. @param {Subject} subject */
export async function press(subject, action, send = (body) => subject.act(action, body, newKey())) {
  if (action.run) return action.run();
  if (asks(action)) return (openForm.value = { name: subject.name, verb: action.verb });
  const answer = await send({});
  if (answer.done) saidDone(action.done, answer.undo);
}

/** One intention: the same key while there was no answer, a new one after every answer and for other words. */
function useSend(subject, action) {
  const busy = useSignal(false);
  const problem = useSignal("");
  const confirm = useSignal("");
  const errors = useSignal(/** @type {Record<string, string>} */ ({}));
  const last = useRef({ words: "", key: "" });
  const send = async (body) => {
    const words = JSON.stringify(body);
    if (words !== last.current.words) last.current = { words, key: newKey() };
    busy.value = true;
    const answer = await subject.act(action, body, last.current.key);
    busy.value = false;
    if (!answer.silent) last.current = { words: "", key: "" };
    problem.value = answer.done ? "" : (answer.sentence ?? "");
    confirm.value = answer.confirm ?? confirm.value;
    errors.value = answer.errors ?? {};
    return answer;
  };
  return { busy, problem, confirm, errors, send };
}

/** A moment that is rarely meant is typed once more: the field that the server asked for, else none. */
const again = (name) =>
  name ? [{ name, label: gettext("The same moment once more"), type: "moment", required: true }] : [];

/** What changed under the open form: the words stay, and whether it can still be done is said. */
function Moved({ subject, action, since, possible }) {
  if (subject.state === since && possible) return null;
  const words = possible
    ? gettext("{what} meanwhile · still {action}?")
    : gettext("{what} meanwhile: this can no longer be done. Your words are kept below.");
  return html`<p class="overtaken" role="alert">${fill(words, { what: subject.news, action: action.label })}</p>`;
}

const toneOf = (action) => (action.danger ? "danger" : action.primary ? "primary" : "");

function Form({ subject, action, possible }) {
  const since = useRef(subject.state).current;
  const typed = useMemo(() => typedIn(subject, action, freshDraft), [subject.name, action.verb]);
  const { busy, problem, confirm, errors, send } = useSend(subject, action);
  const box = useRef(/** @type {HTMLFormElement | null} */ (null));
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);
  const values = typed.values.value;
  const verdict = verdictOf(shownOf(action.fields, values));
  const shown = [...shownOf(action.fields, values).filter((field) => field !== verdict), ...again(confirm.value)];
  // One begins at what must be typed; a field that comes with an answer later takes the focus from nobody.
  const begin = Math.max(0, shown.findIndex((field) => field.required && !values[field.name]));
  const isNew = useRef(true);
  useEffect(() => void (isNew.current = false), []);
  const close = () => {
    openForm.value = null;
    document.getElementById(`${subject.ids}${action.verb}`)?.focus();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (verdict && !event.submitter) return box.current?.querySelector(".verdict button")?.focus();
    if (verdict) typed.change({ [verdict.name]: event.submitter.value });
    if (action.send) return (await action.send(typed)) && close();
    const said = typed.values.peek();
    const more = confirm.value ? { [confirm.value]: moment(said[confirm.value] ?? "") } : {};
    const answer = await send({ ...bodyOf(action.fields, said), ...more });
    if (!answer.done) return;
    saidDone(action.done, answer.undo);
    typed.drop();
    close();
  };
  const giveUp = () => {
    if (!possible) typed.drop();
    close();
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape") return event.stopPropagation(), close();
    const sends = event.ctrlKey || event.metaKey || (verdict && event.target.tagName === "INPUT");
    if (event.key !== "Enter" || !sends || event.isComposing) return;
    event.preventDefault(); // Enter in a field would press the first of the answers
    event.currentTarget.requestSubmit();
  };
  const buttons = verdict
    ? html`<${Verdict} field=${verdict} error=${errors.value[verdict.name]} disabled=${!possible || busy.value}
        focus=${!shown.some((field) => field.required)} />`
    : html`<button class=${`button ${action.danger ? "danger" : "primary"}`} disabled=${!possible || busy.value}>
        ${busy.value ? gettext("Sending…") : (action.submit ?? action.label)}</button>`;
  return html`<form class="action-form" ref=${box} onSubmit=${submit} onKeyDown=${onKeyDown} aria-label=${action.label}>
    <b>${action.label}</b>
    ${!values.overtaken && html`<${Moved} ...${{ subject, action, since, possible }} />`}
    ${possible && action.above}
    ${shown.map((field, index) => html`<${Field} key=${field.name} field=${field} typed=${typed}
      error=${errors.value[field.name]} optional=${!field.required}
      focus=${isNew.current && index === begin && (!verdict || field.required)} />`)}
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    <div class="form-buttons">${buttons}
      <button type="button" class="button" onClick=${giveUp}>${gettext("Back")}</button>
    </div></form>`;
}

function Button({ subject, action }) {
  const { busy, problem, send } = useSend(subject, action);
  return html`<button id=${`${subject.ids}${action.verb}`} class=${`button ${toneOf(action)}`} disabled=${busy.value}
    onClick=${() => press(subject, action, send)}>${busy.value ? gettext("Sending…") : action.label}
    ${action.key && isFree(action.key) && html`<kbd class="key">${action.key}</kbd>`}</button>
    ${problem.value && html`<p class="problem action-problem" role="alert">${problem.value}</p>`}`;
}

/** The open form of this subject; one that is no longer possible stays only while there are words in it. */
function openFormOf(subject, actions) {
  if (openForm.value?.name !== subject.name) return null;
  const { verb } = openForm.value;
  const possible = actions.find((one) => one.verb === verb);
  const action = possible ?? toldLast.get(`${subject.name} ${verb}`);
  return action && (possible || !typedIn(subject, action).isBlank()) ? { action, possible: Boolean(possible) } : null;
}

/** @param {{subject: Subject, actions: Action[]}} props */
export function Verbs({ subject, actions }) {
  for (const action of actions) toldLast.set(`${subject.name} ${action.verb}`, action);
  const open = openFormOf(subject, actions);
  if (open) return html`<${Form} key=${`${subject.name} ${open.action.verb}`} subject=${subject} ...${open} />`;
  return actions.length > 0 && html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
    ${actions.map((action) => html`<${Button} key=${action.verb} subject=${subject} action=${action} />`)}</div>`;
}
