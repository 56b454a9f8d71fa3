// The list as a file, with the columns as shown. Names, numbers and places stay masked unless a reason is given.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { postForFile } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { say } from "../js/notice.js";
import { may } from "../js/rights.js";
import { Dialog } from "../ui/dialog.js";
import { Disclosure } from "../ui/disclosure.js";
import { Field, SheetForm } from "../ui/form.js";
import { addressIn, FORMS, makeLater } from "../ui/take_file.js";
import { question } from "./list_data.js";
import { asked } from "./question.js";
import { columnsNamed } from "./told.js";

/** The form that is asked for in full: "csv", "xlsx", or "" while no reason is being asked. */
const inFull = signal("");

/** The list with its columns, as its address asks it. */
function questionAsked() {
  const columns = columnsNamed(question.value.columns).map((column) => column.name).join(",");
  return { ...asked(question.value), columns };
}

/** @param {string} form */
const address = (form) => addressIn("work-orders", questionAsked(), form);

function save({ blob, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const typed = () => draft("orders in full", { reason: "" });

async function takeInFull() {
  save(await postForFile(address(inFull.peek()), { reason: typed().values.peek().reason }));
  typed().drop();
  inFull.value = "";
  say(gettext("The file is saved; that it was taken is in the audit trail."));
}

function ReasonDialog() {
  const title = gettext("The list with full names and numbers");
  const close = () => (inFull.value = "");
  const reason = { name: "reason", label: gettext("Reason"), type: "text", required: true, most: 200 };
  return html`<${Dialog} open=${inFull.value !== ""} label=${title} onClose=${close}>
    <${SheetForm} title=${title} submit=${gettext("Take the file")} send=${takeInFull} close=${close}>${
      (errors) => html`<p>
        ${gettext("Names, numbers and addresses of customers leave the system. The look is recorded.")}</p>
      <${Field} field=${reason} typed=${typed()} error=${errors.reason} focus />`}</${SheetForm}></${Dialog}>`;
}

export function Export() {
  return html`<${Disclosure} name="export" label=${gettext("Export")}>${(close) => html`
    ${FORMS.map((form) => html`<a class="menu-item" key=${form} href=${address(form)} download
      onClick=${close}>${form.toUpperCase()} <span class="quiet">${gettext("masked")}</span></a>`)}
    ${FORMS.map((form) => html`<button class="menu-item" key=${form}
      onClick=${() => (close(), makeLater("work-orders", questionAsked(), form))}>${form.toUpperCase()}
      <span class="quiet">${gettext("masked, long: in the background")}</span></button>`)}
    ${may("read_customers") && FORMS.map((form) => html`<button class="menu-item" key=${form}
      onClick=${() => (close(), (inFull.value = form))}>${form.toUpperCase()}
      <span class="quiet">${gettext("in full, with a reason…")}</span></button>`)}`}</${Disclosure}>
    <${ReasonDialog} />`;
}
