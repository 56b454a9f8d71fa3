// A call comes in: who, where, what. The customer look-up fills in what is known; only the description is asked for.
import { html, signal, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post } from "../js/api.js";
import { fill } from "../js/text.js";
import { say } from "./commands.js";
import { CustomerSearch } from "./customer_search.js";
import { KnownLine } from "./known_line.js";
import { may } from "./rights.js";
import { select, showTab } from "./selection.js";
import { orders, ordersVersion } from "./store.js";
import { sourceChoices } from "./words.js";

/** Whether the form is open. */
const open = signal(false);
let opener = null;

export function openReport() {
  if (!may("report")) return;
  opener = document.activeElement;
  open.value = true;
}

const EMPTY = { source: "PHONE", name: "", phone: "", customer_number: "", meter_number: "", address: "", description: "" };

/** The body of POST fault-reports/; empty fields are left out. */
export function bodyOf(draft, sourceId) {
  const { name, phone, source, description, ...place } = draft;
  const known = Object.entries(place).filter(([, value]) => value);
  return { source, source_id: sourceId, reporter: { name, phone }, description, ...Object.fromEntries(known) };
}

function fromCustomer(customer) {
  const { customer_number, meter_number, name = "", phone = "", address = "" } = customer;
  // Masked values are for the eye; the server knows the true ones by the customer number.
  const plain = (text) => (text?.includes("*") ? "" : (text ?? ""));
  return { customer_number, meter_number, name: plain(name), phone: plain(phone), address: plain(address) };
}

/** Selects the new order as soon as its card has come over the socket. */
function selectWhenHere(number) {
  const stop = ordersVersion.subscribe(() => {
    const order = [...orders.values()].find((card) => card.number === number);
    if (!order) return;
    queueMicrotask(() => stop());
    showTab("all");
    select(order.id);
  });
}

function Text({ draft, errors, name, label, area, ...rest }) {
  const set = (event) => (draft.value = { ...draft.value, [name]: event.currentTarget.value });
  const error = errors.value[name];
  const common = { class: "input", value: draft.value[name], onInput: set, "aria-invalid": error ? "true" : undefined, ...rest };
  return html`<label class="field"><span>${label}</span>${area ? html`<textarea ...${common} rows="3"></textarea>` : html`<input ...${common} autocomplete="off" />`}
    ${error && html`<span class="field-error" role="alert">${error}</span>`}</label>`;
}

function Form({ close }) {
  const draft = useSignal(EMPTY);
  const errors = useSignal({});
  const busy = useSignal(false);
  const key = useRef(newKey());
  const submit = async (event) => {
    event.preventDefault();
    busy.value = true;
    errors.value = {};
    try {
      const answer = await post("fault-reports/", bodyOf(draft.value, key.current), { key: key.current });
      const words = answer.urged ? gettext("{number} is there already: the caller's words are with it.") : gettext("Report {number} is in.");
      say(fill(words, { number: answer.number }));
      selectWhenHere(answer.number);
      close();
    } catch (problem) {
      errors.value = problem instanceof ApiProblem ? { ...problem.fields(), form: problem.message } : { form: problem.message };
      // A refused body may be mended and sent again; that is another intention. After silence the key stays.
      if (problem instanceof ApiProblem) key.current = newKey();
    } finally {
      busy.value = false;
    }
  };
  const text = (name, label, rest) => html`<${Text} draft=${draft} errors=${errors} name=${name} label=${label} ...${rest} />`;
  return html`<form class="report" onSubmit=${submit}>
    <header><h2>${gettext("New fault report")}</h2></header>
    ${may("read_customers") && html`<${CustomerSearch} onPick=${(customer) => (draft.value = { ...draft.value, ...fromCustomer(customer) })} />`}
    ${text("description", gettext("What happened"), { area: true, required: true, maxlength: 1000 })}
    ${text("address", gettext("Where"), { placeholder: gettext("County, town, village, what it is near") })}
    <div class="two">${text("name", gettext("Caller"))}${text("phone", gettext("Phone"), { inputmode: "tel" })}</div>
    <div class="two">${text("customer_number", gettext("Customer number"), { inputmode: "numeric" })}
      <label class="field"><span>${gettext("Came by")}</span><select class="input" value=${draft.value.source} onChange=${(event) => (draft.value = { ...draft.value, source: event.currentTarget.value })}>${sourceChoices().map(([code, word]) => html`<option value=${code}>${word}</option>`)}</select></label></div>
    <${KnownLine} said=${draft.value} />
    <p class="quiet">${gettext("A place that cannot be found is no obstacle: the report waits for a person to set it on the map.")}</p>
    ${errors.value.form && html`<p class="problem" role="alert">${errors.value.form}</p>`}
    <div class="form-buttons"><button class="button primary" disabled=${busy.value}>${busy.value ? gettext("Sending…") : gettext("File the report")}</button><button type="button" class="button" onClick=${close}>${gettext("Back")}</button></div>
  </form>`;
}

export function ReportDialog() {
  const dialog = useRef(null);
  useEffect(() => {
    if (open.value) dialog.current?.showModal();
  }, [open.value]);
  if (!open.value) return null;
  const close = () => {
    open.value = false;
    opener?.focus();
  };
  return html`<dialog class="dialog" ref=${dialog} onClose=${close} aria-label=${gettext("New fault report")}><${Form} close=${close} /></dialog>`;
}
