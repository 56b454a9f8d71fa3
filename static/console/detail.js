// The right column: the chosen order, from its reasons to its history.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { Actions } from "./actions.js";
import { CustomerAnswers } from "./customer_answers.js";
import { Candidates } from "./candidates.js";
import { CustomerCard } from "./customer_card.js";
import { Decision } from "./decision.js";
import { howItEnded, lastCard } from "./ended.js";
import { running } from "./commands.js";
import { CustomerLink } from "./customer_link.js";
import { details, reloadDetails } from "./detail_data.js";
import { Glyph } from "../ui/glyph.js";
import { Attention, Fact, Panel, PanelHead, Unread } from "../ui/panel.js";
import { Limits } from "./limits.js";
import { Lookers } from "./looking.js";
import { OrderOutage } from "./order_outage.js";
import { SupplyFact } from "../network/supply_fact.js";
import { MatterLines } from "./matter_lines.js";
import { may } from "../js/rights.js";
import { CallLink, Caller } from "./caller.js";
import { select, selected } from "./selection.js";
import { second } from "../live/store.js";
import { NoteField } from "./note_field.js";
import { ReplyLines } from "./review.js";
import { TakeOver } from "./take_over.js";
import { Timeline } from "./timeline.js";
import { statusWord } from "../js/states.js";
import { unitName, word, wordsOf } from "../js/words.js";
import { placeOf } from "./words.js";
import { named } from "../js/names/names.js";

/** What a repair is for; of another matter its kind. Until the record is read, the kind where the page knows kinds. */
function Sort({ order, matter }) {
  const kind = matter ? !matter.repair && matter.kind : word("kind", order.order_kind, "");
  const words = kind ? [kind, matter?.sub_kind].filter(Boolean).join(" · ") : word("fault", order.fault_kind);
  return html`<span class="chip">${words}</span>`;
}

function Head({ order, matter }) {
  const reasons = (order.grade_reasons ?? []).map(wordsOf("grade_reason")).join(" · ");
  const chips = html`<span class=${`chip ${order.grade === 1 ? "alarm" : ""}`}>
    ${fill(gettext("Grade {n}"), { n: order.grade })}${reasons && ` · ${reasons}`}</span>
    <${Sort} order=${order} matter=${matter} /><span class="chip">
    ${statusWord(order.status, order.order_kind)}</span>`;
  return html`<${PanelHead} sign=${html`<${Glyph} grade=${order.grade} />`} number=${order.number} chips=${chips}
    title=${order.title || gettext("Fault report")} onClose=${() => select(null)}><${Lookers} orderId=${order.id} />
    <p class="muted">${placeOf(order)}</p>
    <p class="quiet">${[word("source", order.source), fill(gettext("reported {time}"),
      { time: shortMoment(order.reported_at, second.peek(), { seconds: true }) }),
      unitName(order.unit)].filter(Boolean).join(" · ")}</p>
  </${PanelHead}>`;
}

function crewText(order, contact) {
  const eta = order.crew.eta_at
    ? fill(gettext("arrives about {time}"), { time: shortMoment(order.crew.eta_at, second.peek()) })
    : "";
  return html`<b>${named(order.crew.name)}</b> ${eta && html`<span class="quiet">${eta}</span>`} ${contact?.phone &&
    html`<${CallLink} ...${contact} />`}`;
}

function Facts({ order, besideCrew }) {
  const record = details.value.id === order.id ? details.value.record : null;
  return html`<dl class="facts">
    <${Fact} name=${gettext("Customer")}><${Caller} order=${order} /></${Fact}>
    ${record?.matter.followed && (may("dispatch") || may("report")) &&
      html`<${Fact} name=${gettext("Customer link")}><${CustomerLink}
      key=${order.id} order=${order} state=${record.tracking_link} /></${Fact}>`}
    ${record?.address && record.address !== order.place && html`<${Fact} name=${gettext("Address")}>
      ${named(record.address)}</${Fact}>`}
    ${record?.description && record.description !== order.title &&
      html`<${Fact} name=${gettext("Said")}>${record.description}</${Fact}>`}
    ${record?.outage && html`<${Fact} name=${gettext("Outage")}><${OrderOutage} brief=${record.outage} /></${Fact}>`}
    ${record?.matter.repair && html`<${SupplyFact} name=${gettext("Supplied by")} />`}
    ${record?.holder && html`<${Fact} name=${gettext("Answers for it")}>${record.holder.name}</${Fact}>`}
    ${order.crew && html`<${Fact} name=${gettext("Crew")}><span class="of-crew">
      ${crewText(order, record?.crew_contact)}${besideCrew(order)}</span></${Fact}>`}
    ${order.offers.map((offer) => html`<${Fact} key=${offer.id} name=${word("offer", offer.status)}>
      ${named(offer.crew_name)} ${offer.status === "OFFERED" && html`<span class="quiet">
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

/**
 * @param {{more?: (order: any, record: any) => any, besideCrew?: (order: any) => any}} props what a kind of order shows
 *   besides, and what a page offers of the crew that has it
 */
export function Detail({ more = () => null, besideCrew = () => null }) {
  const card = selected.value;
  if (!card)
    return html`<aside class="detail none" aria-label=${gettext("Order")}><p class="empty">
      ${gettext("Choose an order: its clocks, crews and history appear here.")}</p><${TakeOver} /></aside>`;
  const record = details.value.id === card.id ? details.value.record : null;
  const order = card.gone ? lastCard(card, record) : card;
  const mayWrite = may("report") || may("dispatch") || may("review");
  const note = mayWrite && html`<${NoteField} key=${`note-${order.id}`} order=${order} />`;
  return html`<${Panel} label=${gettext("Order")} name=${order.id} foot=${note}>
    <${Head} order=${order} matter=${record?.matter} />
    ${order.gone && html`<${Ended} record=${record} />`}
    <${Attention} sentences=${order.reasons.map(wordsOf("reason"))} />
    <${Unconfirmed} order=${order} />
    <${Limits} order=${order} />
    <${Unread} problem=${details.value.problem} again=${reloadDetails} />
    <${Facts} order=${order} besideCrew=${besideCrew} />
    <${CustomerAnswers} answers=${record?.answers ?? []} />
    <${CustomerCard} key=${record?.customer_number} number=${record?.customer_number ?? ""} />
    <${Candidates} order=${order} /><${Decision} order=${order} /><${Actions} order=${order} />
    ${more(order, record)}
    <${Timeline} /><${TakeOver} />
  </${Panel}>`;
}
