// A call comes in: who, where, what. The customer look-up fills in what is known; only the description is asked for.
import { html, signal, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { fill } from "../js/text.js";
import { say } from "../js/notice.js";
import { orderNews } from "./crew_news.js";
import { CustomerSearch } from "./customer_search.js";
import { Known } from "./known.js";
import { lookAt } from "./map_panel.js";
import { bodyOf, EMPTY, fromCustomer } from "./report_draft.js";
import { may } from "../js/rights.js";
import { choicesOf } from "../js/words.js";
import { Dialog } from "../ui/dialog.js";
import { Field, goOn, SheetForm } from "../ui/form.js";
import { select, showTab } from "./selection.js";
import { orders, ordersVersion } from "../live/store.js";

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

/** The key is kept with the draft: after silence, Escape or a reload the same report is still one report. */
async function file() {
  if (!report.values.peek().key) report.change({ key: newKey() });
  const values = report.values.peek();
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
    // A refused body may be mended and sent again; that is another intention. After silence the key stays.
    if (problem instanceof ApiProblem) report.change({ key: "" });
    throw problem;
  }
}

function Kept() {
  return html`<span class="quiet">${gettext("Your draft was kept.")} <button type="button"
    class="button small quiet-button" onClick=${() => report.drop()}>${gettext("Clear")}</button></span>`;
}

function Form() {
  const form = useRef(null);
  const { customer } = report.values.value;
  const kept = useRef(!report.isBlank()).current; // typed before this opening
  const pick = (found) => {
    report.change(fromCustomer(found));
    form.current.querySelector("textarea").focus();
  };
  const known = (name) => (customer?.[name] ? fill(gettext("registered: {value}"), { value: customer[name] }) : "");
  const fields = (errors) => {
    const field = (name, label, { more, ...rest } = {}) => html`<${Field} typed=${report} error=${errors[name]}
      field=${{ name, label, type: "text", more, ...rest }} />`;
    return html`${may("read_customers") && html`<${CustomerSearch} picked=${customer} onPick=${pick} />`}
      ${field("description", gettext("What happened"), { type: "area", required: true, most: 1000 })}
      ${field("address", gettext("Where"), { more: { placeholder: known("address") ||
        gettext("County, town, village, what it is near") } })}
      <${Known} values=${report.values.value} onAddress=${(address) => report.change({ address })} onPlace=${lookAt} />
      <div class="two">${field("name", gettext("Caller"), { more: { placeholder: known("name") } })}
        ${field("phone", gettext("Phone"), { more: { inputmode: "tel", placeholder: known("phone") } })}</div>
      <div class="two">
        ${field("customer_number", gettext("Customer number"), { more: { inputmode: "numeric" } })}
        ${field("source", gettext("Came by"), { choices: choicesOf("source") })}</div>
      <p class="quiet">
        ${gettext("A place that cannot be found is no obstacle: the report waits for a person to set it on the map.")}
      </p>`;
  };
  return html`<${SheetForm} title=${gettext("New fault report")} submit=${gettext("File the report")} shortcut
    box=${form} send=${file} close=${close} onKeyDown=${goOn} head=${kept && !report.isBlank() && html`<${Kept} />`}>
    ${fields}</${SheetForm}>`;
}

function close() {
  open.value = false;
  opener?.focus();
}

export function ReportDialog() {
  return html`<${Dialog} open=${open.value} label=${gettext("New fault report")} onClose=${close}><${Form} />
    </${Dialog}>`;
}
