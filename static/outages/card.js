// The right panel: one outage, from how many are dark to everything that was ever said about it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { dayTime, number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { Attention, BarePanel, Fact, Panel, PanelHead, Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { second } from "../live/store.js";
import { phaseOf, statusWord } from "../js/states.js";
import { sentence, unitName, word } from "../js/words.js";
import { Actions } from "./actions.js";
import { choose, chosen, chosenCard } from "./choice.js";
import { details, reloadDetails } from "./detail_data.js";
import { Estimates } from "./estimates.js";
import { Changes, Evidence, Generators, Orders, Sensitive, Steps } from "./history.js";
import { OutageSign } from "./row.js";
import { PlanActions } from "./plans/actions.js";
import { showPlan } from "./plans/data.js";
import { planStatusWord } from "./plans/words.js";
import { feederOf, isLive, isPlanned, isUnsure, nameOf } from "./rules.js";
import { attentionWord, outageStatusWord } from "./words.js";
import { Check } from "./check.js";
import { SupplyFact } from "../network/supply_fact.js";
import { named } from "../js/names/names.js";

/** What was split off planned work is planned too, and an outage of its own. */
const isOfPlan = (outage, record) =>
  isPlanned(outage) && (record ? Boolean(record.plan) : outage.reason_code === "planned");

const SUREST = 99; // a judgement is never certain
const close = () => choose(null);

function Head({ outage }) {
  const place = [unitName(outage.city), outage.centre !== outage.city && unitName(outage.centre), feederOf(outage)]
    .filter(Boolean)
    .join(" · ");
  const chips = html`<span class="chip">${outageStatusWord(outage.status)}</span><span class="chip">
    ${word("outage_kind", outage.outage_kind)}</span>`;
  return html`<${PanelHead} sign=${html`<${OutageSign} outage=${outage} />`} number=${outage.number} chips=${chips}
    title=${nameOf(outage)} onClose=${close}><p class="muted">${place}</p></${PanelHead}>`;
}

/** How many are without power, and who among them cannot wait. */
function Dark({ outage }) {
  const special = [
    [gettext("important"), outage.important_out],
    [gettext("life support"), outage.life_support_out],
    [gettext("time-critical"), outage.time_critical_out],
  ].filter(([, count]) => count > 0);
  const share = outage.customers_total ? outage.customers_out / outage.customers_total : 0;
  return html`<div class="dark">
    <p><b class="dark-figure">${isUnsure(outage) ? "≈" : ""}${number(outage.customers_out)}</b> <span
      class="unit">/ ${fill(gettext("{n} customers"), { n: number(outage.customers_total) })}</span></p>
    <span class="dark-bar" aria-hidden="true"><span style=${{ transform: `scaleX(${share.toFixed(3)})` }}></span></span>
    ${special.length > 0 && html`<p class="chips">${special.map(([word, count]) =>
      html`<span class="chip alarm">${word} ${number(count)}</span>`)}</p>`}
  </div>`;
}

export function since(moment) {
  const minutes = Math.max(0, Math.round((second.value - Date.parse(moment)) / 60_000));
  const length =
    minutes < 120 ? fill(gettext("{n} min"), { n: minutes }) : fill(gettext("{n} h"), { n: number(minutes / 60, 1) });
  return `${shortMoment(moment, second.value)} · ${length}`;
}

function Device({ outage }) {
  const sure =
    outage.confidence === null || outage.confidence === undefined
      ? ""
      : fill(gettext("confidence {n}%"), { n: Math.min(SUREST, Math.round(outage.confidence * 100)) });
  const name = outage.device
    ? html`<b>${named(outage.device.name)}</b> <span class="quiet">${outage.device.code}</span>`
    : gettext("No device named");
  return html`${name} ${sure && html`<span class="chip">${sure}</span>`}<span class="why">
    ${sentence("outage_reason", outage.reason_code, outage.reason_params)}</span>`;
}

function Crew({ outage }) {
  if (!outage.lead_order) return html`<span class="quiet">${gettext("No order leads the repair yet")}</span>`;
  const eta =
    outage.crew?.eta_at && phaseOf(outage.order_status) === "en_route"
      ? ` · ${fill(gettext("arrives about {time}"), { time: shortMoment(outage.crew.eta_at, second.peek()) })}`
      : "";
  return html`${outage.crew ? html`<b>${named(outage.crew.name)}</b> ` : ""}<span class="activity">
    ${statusWord(outage.order_status)}${eta}</span><br /><a href=${`/?order=${encodeURIComponent(outage.lead_order)}`}>
    ${fill(gettext("Order {number} on the board"), { number: outage.lead_order })}</a>`;
}

/** Of planned work nothing is judged, nobody looks for a cause, and no order leads a repair. */
function PlanFacts({ outage, record }) {
  const plan = record?.plan;
  const device = outage.device && html`<b>${named(outage.device.name)}</b> <span class="quiet">
    ${outage.device.code}</span>`;
  const told = plan ? `${dayTime(plan.planned_start_at)} – ${dayTime(plan.planned_end_at)}`
    : dayTime(outage.planned_end_at);
  return html`${plan && html`<${Fact} name=${gettext("Planned work")}><button class="link"
      onClick=${() => showPlan(plan.number)}>${plan.title}</button> <span class="chip">${planStatusWord(plan.status)}
      </span> <span class="quiet">${plan.number}</span></${Fact}>`}
    <${Fact} name=${gettext("Planned for")}>${told}</${Fact}>
    ${device && html`<${Fact} name=${gettext("Opened for the work")}>${device}</${Fact}>`}
    <${SupplyFact} name=${gettext("Supplied by")} />
    <${Fact} name=${gettext("Reason")}>${plan?.reason || outage.cause}</${Fact}>
    ${outage.lead_order && html`<${Fact} name=${gettext("Crew")}><${Crew} outage=${outage} /></${Fact}>`}`;
}

function FaultFacts({ outage }) {
  return html`<${Fact} name=${gettext("Judged device")}><${Device} outage=${outage} /></${Fact}>
    <${SupplyFact} name=${gettext("Supplied by")} />
    <${Fact} name=${gettext("Cause")}>
      ${[word("cause", outage.cause_class), outage.cause].filter(Boolean).join(" · ")}</${Fact}>
    <${Fact} name=${gettext("Crew")}><${Crew} outage=${outage} /></${Fact}>`;
}

function Facts({ outage, record }) {
  const Own = isOfPlan(outage, record) ? PlanFacts : FaultFacts;
  const link = (other) => html`<button class="link" onClick=${() => choose(other)}>${other}</button>`;
  return html`<dl class="facts">
    <${Fact} name=${isLive(outage) ? gettext("Dark since") : gettext("Went dark")}>
      ${isLive(outage) ? since(outage.started_at) : dayTime(outage.started_at)} ${outage.detected_at !==
      outage.started_at && html`<span class="quiet">${fill(gettext("noticed {time}"),
      { time: shortMoment(outage.detected_at, second.peek()) })}</span>`}</${Fact}>
    ${outage.restored_at && html`<${Fact} name=${gettext("Power back")}>${dayTime(outage.restored_at)}</${Fact}>`}
    <${Own} outage=${outage} record=${record} />
    <${Fact} name=${gettext("Calls")}>${number(outage.calls)}</${Fact}>
    ${outage.nested_in && html`<${Fact} name=${gettext("Nested in")}>${link(outage.nested_in)}</${Fact}>`}
    ${record?.nested?.length > 0 && html`<${Fact} name=${gettext("Nested")}>
      ${record.nested.map((other) => html`${link(other)} `)}</${Fact}>`}
    ${record?.parent && html`<${Fact} name=${gettext("Merged into")}>${link(record.parent)}</${Fact}>`}
  </dl>`;
}

export function OutageCard() {
  if (!chosen.value) return null;
  const { number: readNumber, record, problem, loading } = details.value;
  const held = readNumber === chosen.value ? record : null;
  const outage = chosenCard.value ?? held;
  const unread = html`<${Unread} problem=${problem} again=${reloadDetails}
    absent=${gettext("There is no such outage in your area.")} />`;
  if (!outage)
    return html`<${BarePanel} label=${gettext("Outage")} number=${chosen.value} onClose=${close} loading=${loading}>
      ${unread}</${BarePanel}>`;
  const asking = [outage.attention, ...(outage.attention_also ?? [])].filter(Boolean);
  return html`<${Panel} label=${gettext("Outage")} name=${outage.number}>
    <${Head} outage=${outage} />
    <${Attention} sentences=${asking.map(attentionWord)} />
    <${Dark} outage=${outage} />
    <${Estimates} outage=${outage} estimates=${held?.estimates ?? []} />
    ${unread}
    <${Facts} outage=${outage} record=${held} />
    ${!outage.then && held?.plan && html`<${PlanActions} plan=${held.plan} readAgain=${reloadDetails} />`}
    ${!outage.then && html`<${Actions} outage=${outage} record=${held} />`}
    ${held && !outage.then && html`<${Check} outage=${outage} verification=${held.verification} />`}
    ${held && html`<${Generators} record=${held} />
      <${Steps} record=${held} /><${Sensitive} record=${held} /><${Orders} record=${held} /><${Evidence}
      record=${held} /><${Changes} record=${held} />`}
    ${!held && loading && html`<${Skeletons} small count=${2} />`}
  </${Panel}>`;
}
