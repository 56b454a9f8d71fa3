// The chosen crew: its leader's number, its shift, what it has in hand.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { may } from "../js/rights.js";
import { MessageField, Messages } from "./messages.js";
import { CallLink } from "../console/caller.js";
import { ago, shortMoment } from "../js/format.js";
import { statusWord } from "../js/states.js";
import { unitName, word, wordsOf } from "../js/words.js";
import { crewsVersion, second } from "../live/store.js";
import { Fact, Panel, PanelHead, Unread } from "../ui/panel.js";
import { choose, chosen, details, lineOf, newest, readDetails } from "./data.js";
import { named } from "../js/names/names.js";

function Orders({ orders }) {
  return orders.length > 0 && html`<section class="panel"><h3 class="panel-title panel-head">${gettext("In hand")}</h3>
    <ul class="crew-orders">${orders.map((order) => html`<li key=${order.number}>
      <a class="row-link" href=${`/?order=${order.number}`}>…${order.number.slice(-7)}</a> ${order.title}
      <span class="quiet">${statusWord(order.status)}${order.next_due_at && ` · ${word("clock", order.next_due_code)} ${
        shortMoment(order.next_due_at, second.value)}`}</span></li>`)}</ul></section>`;
}

export function CrewPanel() {
  crewsVersion.value;
  const line = chosen.value !== null && lineOf(chosen.value);
  if (!line) return null;
  const crew = newest(line);
  const { id, record, problem } = details.value;
  const known = id === crew.id ? record : null;
  const chips = html`<span class="chip">${word("crew_state", crew.state)}</span>
    ${crew.skills.map((skill) => html`<span class="chip" key=${skill}>${wordsOf("skill")(skill)}</span>`)}`;
  const foot = may("dispatch") && html`<${MessageField} key=${crew.id} crew=${crew} />`;
  return html`<${Panel} label=${gettext("Crew")} name=${crew.id} foot=${foot}>
    <${PanelHead} sign=${null} number=${unitName(crew.unit)} title=${named(crew.name)} chips=${chips}
      onClose=${() => choose(null)}>
      <p class="quiet">${crew.plate}</p></${PanelHead}>
    <${Unread} problem=${problem} again=${readDetails} />
    <dl class="facts">
      <${Fact} name=${gettext("Phone")}>${known?.leader?.phone ? html`<${CallLink} ...${known.leader} /> <kbd
        class="key">C</kbd>` : crew.phone}</${Fact}>
      <${Fact} name=${gettext("Last position")}>${crew.fixed_at && [ago(crew.fixed_at, second.value), named(crew.place)]
        .filter(Boolean).join(" · ")}</${Fact}>
      <${Fact} name=${gettext("Shift")}>${crew.shift && `${shortMoment(crew.shift.starts_at, second.value)} – ${
        shortMoment(crew.shift.ends_at, second.value)}`}</${Fact}>
      <${Fact} name=${gettext("People")}>${crew.shift?.people}</${Fact}>
    </dl>
    <${Orders} orders=${known?.orders ?? []} />
    <${Messages} messages=${known?.messages ?? []} />
  </${Panel}>`;
}
