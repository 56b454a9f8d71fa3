// The customer's link: handed on, replaced by a new one, or stopped. The address is asked for when it is wanted, and
// each asking is written down: whoever has it is the customer.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey, post } from "../js/api.js";
import { refused, say } from "../js/notice.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { reloadDetails } from "./detail_data.js";
import { Icon } from "../ui/icons.js";

/** @returns {Promise<string|null>} the address, "" without one; null when it was refused */
async function ask(order, verb) {
  try {
    return (await post(`work-orders/${order.number}/tracking-link/${verb}`, {}, { key: newKey() })).tracking_url;
  } catch (problem) {
    refused(problem);
    return null;
  }
}

async function handOn(url, words) {
  try {
    await navigator.clipboard.writeText(url);
    say(words);
  } catch {
    say(url); // no clipboard without https: the address is shown instead
  }
}

const BUTTON = "button small quiet-button";

/** Both take the customer's page away, so both are asked about first. */
function Sure({ verb, question, onDone, act }) {
  const go = async () => {
    onDone();
    const url = await ask(act.order, `${verb}/`);
    if (url === null) return;
    if (url) await handOn(url, gettext("New customer link copied; the one before opens nothing any more"));
    else say(gettext("The customer link is stopped"));
    reloadDetails();
  };
  return html`<span class="reveal" role="group" aria-label=${question}><span class="quiet">${question}</span>
    <button class="chip toggle" onClick=${go}>${act.word}</button><button class="chip toggle" onClick=${onDone}>
      ${gettext("Back")}</button></span>`;
}

/** @param {{order: any, state: "live"|"ended"|"revoked"|"none"}} props */
export function CustomerLink({ order, state }) {
  const asking = useSignal("");
  const done = () => (asking.value = "");
  const copy = async () => {
    const url = await ask(order, "");
    if (url) await handOn(url, gettext("Customer link copied"));
  };
  const send = async () => {
    try {
      const { recipient } = await post(`work-orders/${order.number}/tracking-link/send/`, {}, { key: newKey() });
      say(fill(gettext("The link is on its way to {phone}"), { phone: recipient }));
    } catch (problem) {
      refused(problem);
    }
  };
  const button = (verb, label) =>
    html`<button class=${BUTTON} aria-expanded=${asking.value === verb}
      onClick=${() => (asking.value = asking.value === verb ? "" : verb)}>${label}</button>`;
  const make = async () => {
    const url = await ask(order, "renew/");
    if (url) await handOn(url, gettext("Customer link copied"));
    if (url !== null) reloadDetails();
  };
  if (state === "none")
    return html`<button class=${BUTTON} onClick=${make}><${Icon} name="link" /> ${gettext("Make a link")}</button>`;
  return html`${
    state === "live"
      ? html`<span class="link-buttons"><button class=${BUTTON} onClick=${copy}><${Icon} name="link" />
        ${gettext("Copy link")}</button><button class=${BUTTON} onClick=${send}>${gettext("Send by message")}</button>
        ${button("renew", gettext("Renew"))}${button("revoke", gettext("Stop"))}</span>`
      : html`<span class="quiet">${word("link", state)}</span> ${button("renew", gettext("Make a new one"))}`
  }
    ${asking.value === "renew" && html`<${Sure} verb="renew"
      question=${gettext("The old address will open nothing any more.")} onDone=${done}
      act=${{ order, word: gettext("Make a new one") }} />`}
    ${asking.value === "revoke" && html`<${Sure} verb="revoke" question=${gettext("The customer's page stops at once.")}
      onDone=${done} act=${{ order, word: gettext("Stop the link") }} />`}`;
}
