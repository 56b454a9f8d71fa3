// What a dispatcher may do with an order in each status: one table read by the buttons and by the keys.
// `fields` open a small form in the panel; without fields the click is the command.
import { html, signal, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { command, say } from "./commands.js";
import { locating } from "./locate.js";
import { may } from "./rights.js";
import { pauseChoices, satisfactionChoices } from "./words.js";

const WITH_CREW = ["ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING"];
const PAUSABLE = ["PENDING_DISPATCH", ...WITH_CREW];
const UNASKED = ["RECEIVED", "JUDGED", "PENDING_DISPATCH"];
const CANCELLABLE = ["RECEIVED", "JUDGED", "PENDING_DISPATCH", "DISPATCHED", "ACCEPTED", "EN_ROUTE", "SUSPENDED"];

/** Judged, and kept back until a person has looked. */
const isHeld = (order) => order.status === "JUDGED" && Boolean(order.attention);

const reasonField = () => ({ name: "reason", label: gettext("Reason"), required: true });

export const ACTIONS = [
  { verb: "locate", right: "dispatch", when: (order) => !order.located, label: () => gettext("Set the place on the map"), primary: true, run: (order) => (locating.value = order.id) },
  { verb: "send", right: "dispatch", when: isHeld, label: () => gettext("Send a crew anyway"), primary: true },
  {
    verb: "explain", right: "dispatch", when: isHeld, label: () => gettext("Explained on the phone"),
    fields: () => [
      { name: "cause", label: gettext("Cause"), required: true, maxlength: 60 },
      { name: "measures", label: gettext("What the customer was told") },
      { name: "restored_at", label: gettext("Power back at (empty: it is there)"), type: "datetime-local" },
    ],
    body: ({ restored_at: at, ...values }) => (at ? { ...values, restored_at: `${at}:00+08:00` } : values),
  },
  { verb: "resume", right: "suspend", when: (order) => order.status === "SUSPENDED", label: () => gettext("Resume"), key: "H", primary: true },
  {
    verb: "review", right: "review", when: (order) => order.status === "REPLIED", label: () => gettext("Review the reply"), primary: true,
    fields: () => [
      { name: "passed", label: gettext("Result"), choices: [["true", gettext("Passed")], ["false", gettext("Back for rework")]] },
      { name: "comment", label: gettext("Comment") },
    ],
    body: (values) => ({ passed: values.passed === "true", comment: values.comment }),
  },
  {
    verb: "callback", right: "review", when: (order) => order.status === "REVIEWED", label: () => gettext("Record the call-back"), primary: true,
    fields: () => [{ name: "satisfaction", label: gettext("The customer is"), choices: [...satisfactionChoices(), ["REWORK", gettext("Not satisfied: back to the crew")]] }, { name: "comment", label: gettext("Comment") }],
    body: (values) => (values.satisfaction === "REWORK" ? { ...values, satisfaction: "UNSATISFIED", rework: true } : values),
  },
  { verb: "urge", right: "report", when: (order) => ["DISPATCHED", ...WITH_CREW].includes(order.status), label: () => gettext("Urge"), key: "R" },
  {
    verb: "reassign", right: "dispatch", when: (order) => WITH_CREW.includes(order.status), label: () => gettext("Reassign"),
    fields: () => [reasonField()],
  },
  {
    verb: "suspend", right: "suspend", when: (order) => PAUSABLE.includes(order.status), label: () => gettext("Suspend"), key: "H",
    fields: () => [
      { name: "reason", label: gettext("Reason"), choices: pauseChoices() },
      { name: "detail", label: gettext("Detail") },
      { name: "resume_at", label: gettext("Expected to go on at"), type: "datetime-local" },
    ],
    body: ({ resume_at: at, ...values }) => (at ? { ...values, resume_at: `${at}:00+08:00` } : values),
  },
  { verb: "false-alarm", right: "dispatch", when: (order) => UNASKED.includes(order.status), label: () => gettext("False alarm"), fields: () => [reasonField()] },
  { verb: "return-upstream", right: "dispatch", when: (order) => UNASKED.includes(order.status), label: () => gettext("Return to 95598"), fields: () => [reasonField()] },
  { verb: "cancel", right: "dispatch", when: (order) => CANCELLABLE.includes(order.status), label: () => gettext("Cancel the order"), danger: true, fields: () => [reasonField()] },
];

/** Verb of the form that is open, or null. */
export const openForm = signal(null);

export const actionsFor = (order) => ACTIONS.filter((action) => may(action.right) && action.when(order));

export async function runAction(order, action) {
  if (action.run) return action.run(order);
  if (action.fields) return (openForm.value = action.verb);
  if (await command(order, action.verb, {}, gettext("Sending…"))) say(action.label());
}

function Field({ field, focus }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const common = { class: "input", name: field.name, required: field.required, maxlength: field.maxlength, ref: input };
  return html`<label class="field"><span>${field.label}</span>
    ${field.choices
      ? html`<select ...${common}>${field.choices.map(([code, word]) => html`<option value=${code}>${word}</option>`)}</select>`
      : html`<input ...${common} type=${field.type ?? "text"} autocomplete="off" />`}</label>`;
}

function ActionForm({ order, action }) {
  const close = () => {
    openForm.value = null;
    document.getElementById(`action-${action.verb}`)?.focus();
  };
  const submit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    if (await command(order, action.verb, action.body?.(values) ?? values, gettext("Sending…"))) {
      say(action.label());
      close();
    }
  };
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), close());
  return html`<form class="action-form" onSubmit=${submit} onKeyDown=${escape} aria-label=${action.label()}>
    <b>${action.label()}</b>
    ${action.fields().map((field, index) => html`<${Field} key=${field.name} field=${field} focus=${index === 0} />`)}
    <div class="form-buttons"><button class=${`button ${action.danger ? "danger" : "primary"}`}>${action.label()}</button><button type="button" class="button" onClick=${close}>${gettext("Back")}</button></div>
  </form>`;
}

export function Actions({ order }) {
  const possible = actionsFor(order);
  const open = possible.find((action) => action.verb === openForm.value);
  if (open) return html`<${ActionForm} key=${open.verb} order=${order} action=${open} />`;
  return possible.length > 0 && html`<div class="actions" role="group" aria-label=${gettext("Actions")}>
    ${possible.map((action) => html`<button key=${action.verb} id=${`action-${action.verb}`} class=${`button ${action.danger ? "danger" : action.primary ? "primary" : ""}`} onClick=${() => runAction(order, action)}>${action.label()}${action.key && html`<kbd class="key">${action.key}</kbd>`}</button>`)}
  </div>`;
}
