/** The report that closes the crew's work: a checklist as fields, nothing to remember, little to type. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../../js/drafts.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { actOnOrder } from "../acting.js";
import { keepPhoto, photos } from "../photos.js";
import { clockMs, entries, openForm } from "../store.js";
import { missing, replyBody } from "../report.js";
import { CauseField } from "./cause.js";
import { FormHead } from "./permit.js";
import { ContactField, MeasuresField, PhotoField, RestoredField } from "./replyfields.js";

/**
 * The words stay after sending: a report that is sent back is corrected, not written anew. The photo stays until the
 * server has it.
 */
export function Reply({ order }) {
  const words = draft(`reply ${order.number}`, blank(order));
  const report = { ...words.values.value, photo: photos.value.get(order.number) ?? null };
  const gaps = missing(report);
  const change = ({ photo, ...part }) => {
    if (photo !== undefined) keepPhoto(order.number, photo);
    words.change(part);
  };
  const send = async (event) => {
    event.preventDefault();
    if (!(await actOnOrder(order, "reply", replyBody(report)))) return;
    openForm.value = null;
  };
  return html`<main id="main"><form class="form" onSubmit=${send}>
    <${FormHead} title=${gettext("Closing report")} />
    <div class="scroll">
      <p class="caption">${named(order.place)} · ${order.number}</p>
      <${CauseField} chosen=${report.cause} onChange=${(cause) => change({ cause })} />
      <${MeasuresField} report=${report} change=${change} />
      <${RestoredField} report=${report} change=${change} />
      <${ContactField} report=${report} change=${change} />
      <${PhotoField} report=${report} change=${change} />
    </div>
    ${gaps.length > 0 && html`<p class="gaps" role="status">${fill(gettext("Still missing: {fields}"),
      { fields: gaps.join(gettext(", ")) })}</p>`}
    <div class="actions"><button class="act" disabled=${gaps.length > 0}>${gettext("Send the report")}</button></div>
  </form></main>`;
}

function blank(order) {
  return {
    cause: [],
    measures: [],
    words: "",
    restored_at: restoredAt(order),
    contacted: null,
    not_contacted_reason: "",
    opinion: "",
  };
}

/** The moment 复电 was tapped: as this phone still holds it, or as the server's clock stopped; else now. */
function restoredAt(order) {
  const tapped = entries.value.find((entry) => entry.number === order.number && entry.verb === "restore");
  const stopped = order.clocks?.find((clock) => clock.code === "RESTORE")?.stopped_at;
  return tapped?.observed_at ?? stopped ?? new Date(clockMs.peek()).toISOString();
}
