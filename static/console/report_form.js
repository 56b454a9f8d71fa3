// A call comes in: who, where, what. The customer look-up fills in what is known; only the description is asked for.
import { html, signal, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { say } from "../js/notice.js";
import { orderNews } from "./crew_news.js";
import { CustomerSearch } from "./customer_search.js";
import { Known } from "./known.js";
import { bodyOf, EMPTY, fromCustomer } from "./report_draft.js";
import { may } from "../js/rights.js";
import { select, showTab } from "./selection.js";
import { orders, ordersVersion } from "../live/store.js";
import { sourceChoices } from "./words.js";

/** Whether the form is open. */
const open = signal(false);
let opener = null;
const report = draft("report", EMPTY);

export function openReport() {
  if (!may("report")) return;
  opener = document.activeElement;
  open.value = true;
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

/** Enter in a field of one line goes on to the next one: a report is filed by the button or by Ctrl+Enter. */
function goOn(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  const form = event.currentTarget;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    return form.requestSubmit();
  }
  if (event.target.tagName !== "INPUT") return;
  event.preventDefault();
  if (event.target.role === "combobox") return;
  const fields = [...form.querySelectorAll("input, textarea, select, button.primary")];
  fields[fields.indexOf(event.target) + 1]?.focus();
}

function Text({ errors, name, label, area, ...rest }) {
  const set = (event) => report.change({ [name]: event.currentTarget.value });
  const error = errors.value[name];
  const common = {
    class: "input",
    name,
    value: report.values.value[name],
    onInput: set,
    "aria-invalid": error ? "true" : undefined,
    ...rest,
  };
  return html`<label class="field"><span>${label}</span>${area ? html`<textarea ...${common} rows="3"></textarea>` :
    html`<input ...${common} autocomplete="off" />`}
    ${error && html`<span class="field-error" role="alert">${error}</span>`}</label>`;
}

function CameBy() {
  return html`<label class="field"><span>${gettext("Came by")}</span><select class="input"
    value=${report.values.value.source} onChange=${(event) => report.change({ source: event.currentTarget.value })}>
    ${sourceChoices().map(([code, word]) => html`<option value=${code}>${word}</option>`)}</select></label>`;
}

/** The key is kept with the draft: after silence, Escape or a reload the same report is still one report. */
async function file(errors, close) {
  if (!report.values.peek().key) report.change({ key: newKey() });
  const values = report.values.peek();
  errors.value = {};
  try {
    const answer = await post("fault-reports/", bodyOf(values), { key: values.key });
    const words = answer.urged
      ? gettext("{number} is there already: the caller's words are with it.")
      : gettext("Report {number} is in.");
    say(
      [fill(words, { number: answer.number }), answer.crew?.crew && orderNews(answer.crew)].filter(Boolean).join(" "),
    );
    report.drop();
    selectWhenHere(answer.number);
    close();
  } catch (problem) {
    errors.value =
      problem instanceof ApiProblem ? { ...problem.fields(), form: problem.message } : { form: problem.message };
    // A refused body may be mended and sent again; that is another intention. After silence the key stays.
    if (problem instanceof ApiProblem) report.change({ key: "" });
  }
}

function Form({ close }) {
  const errors = useSignal({});
  const busy = useSignal(false);
  const form = useRef(null);
  const { customer } = report.values.value;
  const kept = useRef(!report.isBlank()).current; // typed before this opening
  const submit = async (event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    await file(errors, close);
    busy.value = false;
  };
  const pick = (found) => {
    report.change(fromCustomer(found));
    form.current.querySelector("textarea").focus();
  };
  const known = (name) => (customer?.[name] ? fill(gettext("registered: {value}"), { value: customer[name] }) : "");
  const text = (name, label, rest) => html`<${Text} errors=${errors} name=${name} label=${label} ...${rest} />`;
  return html`<form class="report" ref=${form} onSubmit=${submit} onKeyDown=${goOn}>
    <header><h2>${gettext("New fault report")}</h2>
      ${kept && !report.isBlank() && html`<span class="quiet">
        ${gettext("Your draft was kept.")} <button type="button" class="button small quiet-button"
        onClick=${() => report.drop()}>${gettext("Clear")}</button></span>`}</header>
    ${may("read_customers") && html`<${CustomerSearch} picked=${customer} onPick=${pick} />`}
    ${text("description", gettext("What happened"), { area: true, required: true, maxlength: 1000 })}
    ${text("address", gettext("Where"), { placeholder: known("address") ||
      gettext("County, town, village, what it is near") })}
    <${Known} values=${report.values.value} onAddress=${(address) => report.change({ address })} />
    <div class="two">${text("name", gettext("Caller"), { placeholder: known("name") })}
      ${text("phone", gettext("Phone"), { inputmode: "tel", placeholder: known("phone") })}</div>
    <div class="two">${text("customer_number", gettext("Customer number"), { inputmode: "numeric" })}<${CameBy} /></div>
    <p class="quiet">
      ${gettext("A place that cannot be found is no obstacle: the report waits for a person to set it on the map.")}</p>
    ${errors.value.form && html`<p class="problem" role="alert">${errors.value.form}</p>`}
    <div class="form-buttons"><button class="button primary" disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : gettext("File the report")}<kbd class="key">Ctrl ↵</kbd></button><button
      type="button" class="button" onClick=${close}>${gettext("Back")}</button></div>
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
  return html`<dialog class="dialog" ref=${dialog} onClose=${close} aria-label=${gettext("New fault report")}><${Form}
    close=${close} /></dialog>`;
}
