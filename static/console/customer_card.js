// The customer of an order at a glance: what is open, what was promised, when they were last without power, how often
// they called. Opened on purpose: each look is counted as a look-up.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { duration, fullMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { may } from "../js/rights.js";
import { unitName, word } from "../js/words.js";
import { second } from "../live/store.js";
import { named } from "../js/names/names.js";

const moment = (at) => fullMoment(at, second.peek());

function Part({ title, rows, none, children }) {
  return html`<div class="card-part"><h4>${title}</h4>${rows.length > 0
    ? html`<ul>${rows.map((row, index) => html`<li key=${index}>${children(row)}</li>`)}</ul>`
    : html`<p class="quiet">${none}</p>`}</div>`;
}

const OrderLink = ({ number }) =>
  html`<a class="order-link" href=${`/orders/?o=${encodeURIComponent(number)}`}>…${number.slice(-7)}</a>`;

const Order = (row) => html`<${OrderLink} number=${row.number} /> <b>${row.kind}</b> ${row.state} · ${row.title}
  <span class="quiet">${moment(row.reported_at)}</span>`;

const Promised = (row) => html`<b class=${row.late ? "countdown over" : ""}>${row.promise}</b> ${row.paused
  ? gettext("stands still")
  : fill(row.late ? gettext("was due {time}") : gettext("until {time}"), { time: moment(row.due_at) })} · <${OrderLink}
  number=${row.number} />`;

function Told(row) {
  const times = [row.from_at, row.until_at].filter(Boolean).map(moment).join(" – ");
  return html`<span class="quiet">${moment(row.at)} ${row.channel}</span> ${row.words} ${times} ·
    <span class=${row.broken ? "countdown over" : "quiet"}>${row.verdict}</span>`;
}

function Outage(row) {
  const minutes = row.on_at && (Date.parse(row.on_at) - Date.parse(row.off_at)) / 60_000;
  const still = html`<b class="countdown over">${gettext("still without power")}</b>`;
  return html`<a class="order-link" href=${`/outages/?o=${encodeURIComponent(row.number)}`}>${moment(row.off_at)}</a>
    ${` ${row.kind} · `}${row.on_at ? duration(minutes) : still}`;
}

const Call = (row) => html`<span class="quiet">${moment(row.at)} ${row.source}</span> ${row.title}
  ${row.urge && html`<span class="chip">${gettext("urge")}</span>`} · <${OrderLink} number=${row.number} />`;

/** What the server told of a customer. @param {{card: any}} props */
export function CardParts({ card }) {
  return html`<div class="customer-card">
    ${card.flags.length > 0 && html`<p class="chips">${card.flags.map((flag) =>
      html`<span class="chip alarm" key=${flag}>${word("flag", flag)}</span>`)}</p>`}
    <p>${card.name} <span class="muted">${card.phone}</span> · ${card.customer_number} · ${card.kind}</p>
    ${card.places.map((place) => html`<p class="quiet" key=${place.meter_number}>
      ${named(place.address)} · ${unitName(place.unit)}</p>`)}
    <${Part} title=${gettext("Promised")} rows=${card.promises} none=${gettext("No clock runs for this customer.")}>
      ${Promised}</${Part}>
    <${Part} title=${gettext("What we told them")} rows=${card.told ?? []} none=${gettext("Nothing yet.")}>
      ${Told}</${Part}>
    <${Part} title=${gettext("Open")} rows=${card.open} none=${gettext("Nothing is open.")}>${Order}</${Part}>
    <${Part} title=${gettext("Last without power")} rows=${card.outages} none=${gettext("Never, by the ledger.")}>
      ${Outage}</${Part}>
    <${Part} title=${fill(gettext("Calls in {days} days: {count}"), card.calls)} rows=${card.calls.last}
      none=${gettext("None.")}>${Call}</${Part}>
    <${Part} title=${gettext("Ended lately")} rows=${card.ended} none=${gettext("None.")}>${Order}</${Part}>
  </div>`;
}

/** @param {{number: string}} props the customer's number, "" where nobody is known */
export function CustomerCard({ number }) {
  const card = useSignal(null);
  const problem = useSignal("");
  const open = useSignal(false);
  if (!number || !may("read_customers")) return null;
  const toggle = async () => {
    open.value = !open.value;
    if (!open.value) return;
    problem.value = "";
    try {
      card.value = await get(`customers/${encodeURIComponent(number)}/card/`);
    } catch (refusal) {
      problem.value = refusal.message;
    }
  };
  return html`<section class="panel customer-panel" aria-label=${gettext("Customer card")}>
    <button id="customer-card-button" class="button small quiet-button" aria-expanded=${open.value}
      onClick=${toggle}>${gettext("Customer card")}</button>
    ${open.value && problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    ${open.value && card.value && html`<${CardParts} card=${card.value} />`}
  </section>`;
}
