// The caller, masked. The full number is shown for a stated reason; every look is written to the audit trail.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { post } from "../js/api.js";
import { say } from "./commands.js";
import { may } from "./rights.js";

const REASONS = () => [gettext("Call about the repair"), gettext("Call about the place"), gettext("Call-back")];

export function Caller({ order }) {
  const full = useSignal(null);
  const asking = useSignal(false);
  const reveal = async (reason) => {
    asking.value = false;
    try {
      full.value = await post(`work-orders/${order.number}/reveal/`, { reason });
    } catch (problem) {
      say(problem.message, "alarm");
    }
  };
  if (full.value) return html`<b>${full.value.name || "—"}</b> <a href=${`tel:${full.value.phone}`}>${full.value.phone}</a>`;
  return html`${order.customer?.name || "—"} <span class="muted">${order.customer?.phone}</span>
    ${may("read_customers") && order.customer?.phone && html` <button class="button small quiet-button" aria-expanded=${asking.value} onClick=${() => (asking.value = !asking.value)}>${gettext("Show number")}</button>`}
    ${asking.value && html`<span class="reveal" role="group" aria-label=${gettext("Why is the number needed?")}><span class="quiet">${gettext("The look is recorded. Reason:")}</span>
      ${REASONS().map((reason) => html`<button class="chip toggle" onClick=${() => reveal(reason)}>${reason}</button>`)}</span>`}`;
}
