// What an order is about beside its facts: what it springs from, whom it concerns, who had it, what was answered. The
// words come from the server.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { second } from "../live/store.js";
import { Fact } from "../ui/panel.js";

const at = (moment) => shortMoment(moment, second.peek());

/** The list of orders opens any number, whichever page this is. */
const Related = ({ order }) => html`<a href=${`/orders/?o=${encodeURIComponent(order.number)}`}>${order.number}</a>
  <span class="quiet"> ${order.words} · ${order.state}</span>`;

function Answer({ answer }) {
  const told = answer.told_at
    ? fill(gettext("told {time}"), { time: at(answer.told_at) })
    : answer.not_told_reason && fill(gettext("not told: {why}"), { why: answer.not_told_reason });
  return html`<${Fact} name=${gettext("Answer")}>
    ${answer.cause && html`<b>${answer.cause}</b>${" · "}`}${answer.measures}
    <span class="quiet"> ${[at(answer.at), answer.author, told].filter(Boolean).join(" · ")}</span></${Fact}>`;
}

/** @param {{matter: any}} props the block `matter` of the order's record, once it has come */
export function MatterLines({ matter }) {
  if (!matter) return null;
  return html`
    ${matter.confidential && html`<${Fact} name=${gettext("Confidential")}>
      ${gettext("Who told it is known to those alone who follow it up.")}</${Fact}>`}
    ${matter.concerns && html`<${Fact} name=${gettext("Concerns")}>${unitName(matter.concerns)}
      <span class="quiet"> ${gettext("may not handle it")}</span></${Fact}>`}
    ${matter.about && html`<${Fact} name=${gettext("About")}><${Related} order=${matter.about} /></${Fact}>`}
    ${matter.orders_about.map((order) => html`<${Fact} key=${order.number} name=${order.words}>
      <${Related} order=${order} /></${Fact}>`)}
    ${matter.filings.map((filed) => html`<${Fact} key=${filed.reason} name=${gettext("Filed in advance")}>
      ${filed.reason} <span class="quiet"> ${unitName(filed.unit)} · ${filed.evidence}</span></${Fact}>`)}
    ${matter.transfers.map((each) => html`<${Fact} key=${each.at} name=${gettext("Given to")}>${unitName(each.to)}
      <span class="quiet"> ${[at(each.at), each.actor, each.reason].filter(Boolean).join(" · ")}</span></${Fact}>`)}
    ${matter.file.map((line) => html`<${Fact} key=${line.name + line.text} name=${line.name}>${line.text}</${Fact}>`)}
    ${matter.answers.map((answer) => html`<${Answer} key=${answer.at} answer=${answer} />`)}`;
}
