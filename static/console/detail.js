// The right column: the chosen order, from its reasons to its history.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { Actions } from "./actions.js";
import { Candidates } from "./candidates.js";
import { CustomerCard } from "./customer_card.js";
import { Decision } from "./decision.js";
import { howItEnded, lastCard } from "./ended.js";
import { running } from "./commands.js";
import { CustomerLink } from "./customer_link.js";
import { details, reloadDetails } from "./detail_data.js";
import { Glyph } from "./glyph.js";
import { Icon } from "./icons.js";
import { Limits } from "./limits.js";
import { OrderOutage } from "./order_outage.js";
import { MatterLines } from "./matter_lines.js";
import { may } from "./rights.js";
import { CallLink, Caller } from "./caller.js";
import { select, selected } from "./selection.js";
import { second } from "./store.js";
import { NoteField } from "./note_field.js";
import { ReplyLines } from "./review.js";
import { Timeline } from "./timeline.js";
import { statusWord } from "./states.js";
import { alarmWord, faultWord, gradeReasonWord, offerWord, placeOf, sourceWord } from "./words.js";

/** What a repair is for; of another matter its kind. */
function Sort({ order, matter }) {
  if (!matter || matter.repair) return html`<span class="chip">${faultWord(order.fault_kind)}</span>`;
  return html`<span class="chip">${[matter.kind, matter.sub_kind].filter(Boolean).join(" · ")}</span>`;
}

function Head({ order, matter }) {
  const reasons = (order.grade_reasons ?? []).map(gradeReasonWord).join(" · ");
  return html`<header class="detail-head">
    <div class="detail-line"><${Glyph} grade=${order.grade} /><span class="detail-number">${order.number}</span>
      <button class="icon-button detail-close" aria-label=${gettext("Close")} onClick=${() => select(null)}><${Icon}
        name="close" /></button></div>
    <div class="chips"><span class=${`chip ${order.grade === 1 ? "alarm" : ""}`}>
      ${fill(gettext("Grade {n}"), { n: order.grade })}${reasons && ` · ${reasons}`}</span>
      <${Sort} order=${order} matter=${matter} /><span class="chip">
      ${statusWord(order.status, order.order_kind)}</span></div>
    <h2>${order.title || gettext("Fault report")}</h2>
    <p class="muted">${placeOf(order)}</p>
    <p class="quiet">${[sourceWord(order.source), fill(gettext("reported {time}"),
      { time: shortMoment(order.reported_at, second.peek(), { seconds: true }) }),
      order.unit].filter(Boolean).join(" · ")}</p>
  </header>`;
}

function Fact({ name, children }) {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}

function crewText(order, contact) {
  const eta = order.crew.eta_at
    ? fill(gettext("arrives about {time}"), { time: shortMoment(order.crew.eta_at, second.peek()) })
    : "";
  return html`<b>${order.crew.name}</b> ${eta && html`<span class="quiet">${eta}</span>`} ${contact?.phone &&
    html`<${CallLink} ...${contact} />`}`;
}

function Facts({ order }) {
  const record = details.value.id === order.id ? details.value.record : null;
  return html`<dl class="facts">
    <${Fact} name=${gettext("Customer")}><${Caller} order=${order} /></${Fact}>
    ${record?.matter.repair && (may("dispatch") || may("report")) &&
      html`<${Fact} name=${gettext("Customer link")}><${CustomerLink}
      key=${order.id} order=${order} state=${record.tracking_link} /></${Fact}>`}
    ${record?.address && record.address !== order.place && html`<${Fact} name=${gettext("Address")}>
      ${record.address}</${Fact}>`}
    ${record?.description && record.description !== order.title &&
      html`<${Fact} name=${gettext("Said")}>${record.description}</${Fact}>`}
    ${record?.outage && html`<${Fact} name=${gettext("Outage")}><${OrderOutage} brief=${record.outage} /></${Fact}>`}
    ${record?.holder && html`<${Fact} name=${gettext("Answers for it")}>${record.holder.name}</${Fact}>`}
    ${order.crew && html`<${Fact} name=${gettext("Crew")}>${crewText(order, record?.crew_contact)}</${Fact}>`}
    ${order.offers.map((offer) => html`<${Fact} key=${offer.id} name=${offerWord(offer.status)}>
      ${offer.crew_name} ${offer.status === "OFFERED" && html`<span class="quiet">
      ${fill(gettext("until {time}"), { time: clock(offer.expires_at) })}</span>`}</${Fact}>`)}
    <${ReplyLines} reply=${record?.reply} />
    <${MatterLines} matter=${record?.matter} />
  </dl>`;
}

/** "Cancelled 22:12 · 林晓 · 误录": the order is over; until its record has come, only that it left. */
function Ended({ record }) {
  const end = howItEnded(record);
  const state = end && `${statusWord(end.status, record.order_kind)} ${shortMoment(end.at, second.peek())}`;
  const words = end
    ? [state, end.by, end.why].filter(Boolean).join(" · ")
    : gettext("This order has left the board.");
  return html`<p class="left-line" role="status">${words}</p>`;
}

/** A command without an answer: whoever sent it may try again or let it be. */
function Unconfirmed({ order }) {
  const sent = running.value.get(order.id);
  if (sent?.state !== "unsure") return null;
  return html`<p class="attention-line" role="status">
    ${gettext("Not confirmed: no answer came. Trying again does it once at most.")}
    <span class="form-buttons"><button class="button small" onClick=${sent.retry}>
      ${gettext("Try again")}</button><button class="button small" onClick=${sent.forget}>
      ${gettext("Leave it")}</button></span></p>`;
}

function Problem() {
  const { problem } = details.value;
  return (
    problem &&
    html`<p class="detail-problem problem" role="alert">${fill(gettext("Could not be read: {reason}"),
      { reason: problem.message })} <button class="button small" onClick=${reloadDetails}>
      ${gettext("Try again")}</button></p>`
  );
}

export function Detail() {
  const card = selected.value;
  if (!card)
    return html`<aside class="detail none" aria-label=${gettext("Order")}><p class="empty">
      ${gettext("Choose an order: its clocks, crews and history appear here.")}</p></aside>`;
  const record = details.value.id === card.id ? details.value.record : null;
  const order = card.gone ? lastCard(card, record) : card;
  return html`<aside class="detail" aria-label=${gettext("Order")}>
    <div class="detail-scroll" key=${order.id}>
      <${Head} order=${order} matter=${record?.matter} />
      ${order.gone && html`<${Ended} record=${record} />`}
      ${order.reasons.map((code) => html`<p class="attention-line" role="status" key=${code}>${alarmWord(code)}</p>`)}
      <${Unconfirmed} order=${order} />
      <${Limits} order=${order} />
      <${Problem} />
      <${Facts} order=${order} />
      <${CustomerCard} key=${record?.customer_number} number=${record?.customer_number ?? ""} />
      <${Candidates} order=${order} /><${Decision} order=${order} /><${Actions} order=${order} />
      <${Timeline} />
    </div>
    ${(may("report") || may("dispatch") || may("review")) &&
      html`<${NoteField} key=${`note-${order.id}`} order=${order} />`}
  </aside>`;
}
