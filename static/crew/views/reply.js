/** The report that closes the crew's work: a checklist as fields, nothing to remember, little to type. */
import { html, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { actOnOrder } from "../acting.js";
import { entries, openForm } from "../store.js";
import { isComplete, replyBody } from "../report.js";
import { CauseField } from "./cause.js";
import { FormHead } from "./permit.js";
import { ContactField, MeasuresField, PhotoField, RestoredField } from "./replyfields.js";

export function Reply({ order }) {
  const [report, setReport] = useState(() => ({ cause: [], measures: [], words: "", restored_at: restoredAt(order), contacted: null, not_contacted_reason: "", opinion: "", photo: null }));
  const change = (part) => setReport((before) => ({ ...before, ...part }));
  const send = (event) => {
    event.preventDefault();
    openForm.value = null;
    actOnOrder(order, "reply", replyBody(report));
  };
  return html`<form id="main" class="form" onSubmit=${send}>
    <${FormHead} title=${gettext("Closing report")} />
    <div class="scroll">
      <p class="caption">${order.place} · ${order.number}</p>
      <${CauseField} chosen=${report.cause} onChange=${(cause) => change({ cause })} />
      <${MeasuresField} report=${report} change=${change} />
      <${RestoredField} report=${report} change=${change} />
      <${ContactField} report=${report} change=${change} />
      <${PhotoField} report=${report} change=${change} />
    </div>
    <div class="actions"><button class="act" disabled=${!isComplete(report)}>${gettext("Send the report")}</button></div>
  </form>`;
}

/** The moment 复电 was tapped, if this phone still knows it; else the server's; else now. */
function restoredAt(order) {
  const tapped = entries.value.find((entry) => entry.number === order.number && entry.verb === "restore");
  return order.restored_at ?? tapped?.observed_at ?? new Date().toISOString();
}
