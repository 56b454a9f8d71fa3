// The list as a file, with the columns as shown. Names, numbers and places stay masked unless a reason is given.
import { html, signal, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { postForFile } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { say } from "../js/notice.js";
import { may } from "../js/rights.js";
import { Disclosure } from "../ui/disclosure.js";
import { question } from "./list_data.js";
import { asked } from "./question.js";
import { columnsNamed } from "./told.js";

const FORMS = ["csv", "xlsx"];
const ROOT = "/api/v1/";
/** The form that is asked for in full: "csv", "xlsx", or "" while no reason is being asked. */
const inFull = signal("");

/** The address of the list as a file. */
function addressIn(form) {
  const columns = columnsNamed(question.value.columns).map((column) => column.name).join(",");
  return `work-orders.${form}?${new URLSearchParams({ ...asked(question.value), columns })}`;
}

function save({ blob, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const typed = () => draft("orders in full", { reason: "" });

function ReasonDialog() {
  const dialog = useRef(null);
  const problem = useRef(signal("")).current;
  const busy = useRef(signal(false)).current;
  useEffect(() => {
    if (inFull.value) dialog.current?.showModal();
  }, [inFull.value]);
  if (!inFull.value) return null;
  const submit = async (event) => {
    event.preventDefault();
    busy.value = true;
    problem.value = "";
    try {
      save(await postForFile(addressIn(inFull.peek()), { reason: typed().values.peek().reason }));
      typed().drop();
      inFull.value = "";
      say(gettext("The file is saved; that it was taken is in the audit trail."));
    } catch (refusal) {
      problem.value = refusal.errors?.map((each) => each.detail).join(" · ") || refusal.message;
    }
    busy.value = false;
  };
  return html`<dialog class="dialog" ref=${dialog} onClose=${() => (inFull.value = "")} aria-labelledby="full-title">
    <form class="report" onSubmit=${submit}>
    <header><h2 id="full-title">${gettext("The list with full names and numbers")}</h2></header>
    <p>${gettext("Names, numbers and addresses of customers leave the system. The look is recorded.")}</p>
    <label class="field"><span>${gettext("Reason")}</span><input class="input" name="reason" required autofocus
      maxlength="200" value=${typed().values.value.reason}
      onInput=${(event) => typed().change({ reason: event.currentTarget.value })} /></label>
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    <div class="form-buttons"><button class="button primary" disabled=${busy.value}>
      ${busy.value ? gettext("Reading…") : gettext("Take the file")}</button>
      <button type="button" class="button" onClick=${() => dialog.current.close()}>${gettext("Back")}</button></div>
  </form></dialog>`;
}

export function Export() {
  return html`<${Disclosure} name="export" label=${gettext("Export")}>${(close) => html`
    ${FORMS.map((form) => html`<a class="menu-item" key=${form} href=${ROOT + addressIn(form)} download
      onClick=${close}>${form.toUpperCase()} <span class="quiet">${gettext("masked")}</span></a>`)}
    ${may("read_customers") && FORMS.map((form) => html`<button class="menu-item" key=${form}
      onClick=${() => (close(), (inFull.value = form))}>${form.toUpperCase()}
      <span class="quiet">${gettext("in full, with a reason…")}</span></button>`)}`}</${Disclosure}>
    <${ReasonDialog} />`;
}
