// The caller, masked. The full number is shown for a stated reason; every look is written to the audit trail.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { post } from "../js/api.js";
import { say } from "../js/notice.js";
import { Icon } from "../ui/icons.js";
import { may } from "../js/rights.js";

const REASONS = () => [gettext("Call about the repair"), gettext("Call about the place"), gettext("Call-back")];

/** One tap calls; the number can be read for who dials elsewhere. */
export function CallLink({ name, phone }) {
  return html`<a class="call-link" href=${`tel:${phone}`}><${Icon} name="phone" />${name} ${phone}</a>`;
}

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
  if (full.value)
    return full.value.phone
      ? html`<${CallLink} ...${full.value} />`
      : html`<b>${full.value.name || "—"}</b> <span class="quiet">${gettext("no number known")}</span>`;
  return html`${order.customer?.name || "—"} <span class="muted">${order.customer?.phone}</span>
    ${may("read_customers") && (order.customer?.phone || order.customer?.name) &&
      html` <button class="button small quiet-button" aria-expanded=${asking.value}
      onClick=${() => (asking.value = !asking.value)}>${gettext("Show number")}</button>`}
    ${
      asking.value &&
      html`<span class="reveal" role="group" aria-label=${gettext("Why is the number needed?")}><span class="quiet">
        ${gettext("The look is recorded. Reason:")}</span>
      ${REASONS().map((reason) => html`<button class="chip toggle" onClick=${() => reveal(reason)}>${reason}</button>`)}
        </span>`
    }`;
}
