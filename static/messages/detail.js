// @ts-check
// One message, answer or promise in full, and what a person says about it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { Field } from "../ui/form.js";
import { Fact, Panel, PanelHead } from "../ui/panel.js";
import { draftOf, isSurveys, line, moment, opened, settle } from "./data.js";
import { addressOf } from "./lists.js";

const close = () => (opened.value = null);
const said = (at) => (at ? moment(at) : "");

function Settle({ one }) {
  const send = (event) => {
    event.preventDefault();
    settle(one);
  };
  const field = { name: "how", label: gettext("What was done"), type: "text", required: true, most: 200 };
  return html`<form class="panel told-settle" onSubmit=${send}>
    <${Field} field=${{ ...field, more: { id: "settle-how" } }} typed=${draftOf(one.settle)} />
    <button class="button primary">${gettext("It is settled")}</button></form>`;
}

function About({ one }) {
  const address = addressOf(one.subject, one.number);
  if (!one.number) return null;
  return address ? html`<a class="row-link" href=${address}>${one.number}</a>` : one.number;
}

/** Who looks after whom we did not satisfy, and by when. */
function FollowUp({ of }) {
  const due = of.due_at && fill(gettext("due {time}"), { time: moment(of.due_at) });
  return html`<${Fact} name=${gettext("Followed up by")}><a class="row-link" href=${addressOf("order", of.number)}>
    ${of.number}</a> ${[of.state, of.owner, due].filter(Boolean).join(" · ")}</${Fact}>`;
}

function Facts({ one }) {
  const { row } = one;
  return html`<dl class="facts">
    <${Fact} name=${gettext("About")}><${About} one=${one} /></${Fact}>
    <${Fact} name=${isSurveys.value ? gettext("Unit") : gettext("To")}>${one.who} ${row.recipient ?? ""}</${Fact}>
    <${Fact} name=${gettext("When answered")}>${said(row.answered_at)}</${Fact}>
    <${Fact} name=${gettext("Channel")}>${one.channel} ${row.gateway ?? ""}</${Fact}>
    <${Fact} name=${gettext("Told by")}>${row.teller}</${Fact}>
    <${Fact} name=${gettext("Due")}>${said(row.due_at)}</${Fact}>
    <${Fact} name=${gettext("Sent")}>${said(row.sent_at)}</${Fact}>
    <${Fact} name=${gettext("Delivered")}>${said(row.delivered_at)}</${Fact}>
    <${Fact} name=${gettext("Came true")}>${said(row.came_true_at)}</${Fact}>
    <${Fact} name=${gettext("Reason")}>${row.reason_words}</${Fact}>
    <${Fact} name=${gettext("Trouble")}>${row.error}</${Fact}>
    <${Fact} name=${gettext("Text version")}>${row.template_version}</${Fact}>
    ${row.follow_up && html`<${FollowUp} of=${row.follow_up} />`}
    <${Fact} name=${gettext("Settled")}>${row.settled_how && `${row.settled_how} · ${said(row.settled_at)}`}</${Fact}>
  </dl>`;
}

export function Detail() {
  const one = line.value;
  if (!one) return null;
  const chips = html`<span class=${`chip ${one.tone === "alarm" ? "alarm" : ""}`}>${one.state || one.what}</span>
    ${one.row.contradicts && html`<span class="chip">${gettext("takes a word back")}</span>`}`;
  return html`<${Panel} label=${fill(gettext("Message of {time}"), { time: moment(one.at) })} name=${one.id}>
    <${PanelHead} sign=${null} number=${moment(one.at)} onClose=${close} chips=${chips} title=${one.what}>
      <p class="told-text">${one.text}</p></${PanelHead}>
    ${one.settle && html`<${Settle} one=${one} />`}
    <${Facts} one=${one} /></${Panel}>`;
}
