// What an order is about beside its facts: what it springs from, whom it concerns, who had it, what was answered. The
// words come from the server.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { second } from "./store.js";

const at = (moment) => shortMoment(moment, second.peek());

function Line({ name, children }) {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}

/** The list of orders opens any number, whichever page this is. */
const Related = ({ order }) => html`<a href=${`/orders/?o=${encodeURIComponent(order.number)}`}>${order.number}</a>
  <span class="quiet"> ${order.words} · ${order.state}</span>`;

function Answer({ answer }) {
  const told = answer.told_at
    ? fill(gettext("told {time}"), { time: at(answer.told_at) })
    : answer.not_told_reason && fill(gettext("not told: {why}"), { why: answer.not_told_reason });
  return html`<${Line} name=${gettext("Answer")}>
    ${answer.cause && html`<b>${answer.cause}</b>${" · "}`}${answer.measures}
    <span class="quiet"> ${[at(answer.at), answer.author, told].filter(Boolean).join(" · ")}</span></${Line}>`;
}

/** @param {{matter: any}} props the block `matter` of the order's record, once it has come */
export function MatterLines({ matter }) {
  if (!matter) return null;
  return html`
    ${matter.confidential && html`<${Line} name=${gettext("Confidential")}>
      ${gettext("Who told it is known to those alone who follow it up.")}</${Line}>`}
    ${matter.concerns && html`<${Line} name=${gettext("Concerns")}>${matter.concerns}
      <span class="quiet"> ${gettext("may not handle it")}</span></${Line}>`}
    ${matter.about && html`<${Line} name=${gettext("About")}><${Related} order=${matter.about} /></${Line}>`}
    ${matter.orders_about.map((order) => html`<${Line} key=${order.number} name=${order.words}>
      <${Related} order=${order} /></${Line}>`)}
    ${matter.filings.map((filed) => html`<${Line} key=${filed.reason} name=${gettext("Filed in advance")}>
      ${filed.reason} <span class="quiet"> ${filed.unit} · ${filed.evidence}</span></${Line}>`)}
    ${matter.transfers.map((each) => html`<${Line} key=${each.at} name=${gettext("Given to")}>${each.to}
      <span class="quiet"> ${[at(each.at), each.actor, each.reason].filter(Boolean).join(" · ")}</span></${Line}>`)}
    ${matter.answers.map((answer) => html`<${Answer} key=${answer.at} answer=${answer} />`)}`;
}
