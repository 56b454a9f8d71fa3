// The lists of an outage: steps of restoration, sensitive customers, orders, evidence, changes.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill, told } from "../js/text.js";
import { second } from "../live/store.js";
import { statusWord } from "../js/states.js";
import { word } from "../js/words.js";
import { Glyph } from "../ui/glyph.js";
import { Entry, Fold } from "../ui/panel.js";
import { findingWord, outageStatusWord, becauseWord } from "./words.js";

const SHOWN = 30;
const timeOf = (moment) => shortMoment(moment, second.peek(), { seconds: true });

export function Steps({ record }) {
  const steps = record.steps ?? [];
  return html`<${Fold} title=${gettext("Restored in steps")} count=${steps.length}
    side=${fill(gettext("{n} customers"), { n: number(steps.reduce((sum, step) => sum + step.customers, 0)) })}>
    <ol class="timeline">${steps.map((step, index) => html`<${Entry} key=${step.id} at=${timeOf(step.at)}
      newest=${index === steps.length - 1}><b>${fill(gettext("+{n} customers"), { n: number(step.customers) })}
      </b> ${[word("ended_by", step.ended_by), step.device, step.phases].filter(Boolean).join(" · ")}
      <span class="quiet">
      ${[step.actor, step.note].filter(Boolean).join(" · ")}</span></${Entry}>`)}</ol>
  </${Fold}>`;
}

export function Sensitive({ record }) {
  const people = record.sensitive ?? [];
  return html`<${Fold} title=${gettext("Sensitive customers")} count=${people.length} open=${people.length <= 8}>
    <ul class="rows">${people.map(
      (
        one,
      ) => html`<li key=${`${one.meter_number} ${one.sensitive_class} ${one.use}`}><b>
        ${one.customer}</b> ${word("sensitive", one.sensitive_class)} · ${word("use", one.use)}
      <span class="quiet">${[one.meter_number, one.hours_to_damage &&
        fill(gettext("damage after {n} h"), { n: number(one.hours_to_damage, 1) }),
        one.own_generator && gettext("own generator")].filter(Boolean).join(" · ")}</span></li>`,
    )}</ul>
  </${Fold}>`;
}

/** Generator vehicles: since when, whom they supply, until when. */
export function Generators({ record }) {
  const vehicles = record.generators ?? [];
  return html`<${Fold} title=${gettext("Generator vehicles")} count=${vehicles.length}>
    <ul class="rows">${vehicles.map(
      (
        one,
      ) => html`<li key=${`${one.vehicle} ${one.from_at}`}><b>
        ${one.plate || one.vehicle}</b> ${fill(gettext("{n} kVA"),
        { n: number(one.kva) })} · ${fill(gettext("{n} customers"), { n: number(one.customers) })}
      <span class="quiet">${one.to_at ? `${timeOf(one.from_at)}–${timeOf(one.to_at)}` :
        fill(gettext("supplies since {time}"), { time: timeOf(one.from_at) })}</span></li>`,
    )}</ul>
  </${Fold}>`;
}

export function Orders({ record }) {
  const orders = record.orders ?? [];
  return html`<${Fold} title=${gettext("Orders")} count=${orders.length} open=${orders.length <= 6}>
    <ul class="rows">${orders.slice(0, SHOWN).map(
      (
        order,
      ) => html`<li key=${order.number} class="order-line"><${Glyph} grade=${order.grade} /><a
        href=${`/?order=${encodeURIComponent(order.number)}`}>${order.number}</a> <span>
        ${statusWord(order.status)}</span>
      <span class="quiet">${[order.role === "LEAD" && gettext("leads the repair"),
        order.hazard && gettext("danger")].filter(Boolean).join(" · ")}</span></li>`,
    )}</ul>
    <${More} count=${orders.length} />
  </${Fold}>`;
}

const More = ({ count }) =>
  count > SHOWN &&
  html`<p class="quiet more">${fill(gettext("The first {n} of {all} are shown."), { n: SHOWN, all: number(count) })}
    </p>`;

export function Evidence({ record }) {
  const rows = record.evidence ?? [];
  const counts = Object.entries(record.evidence_counts ?? {});
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return html`<${Fold} title=${gettext("Evidence")} count=${all} open=${all <= 8}
    side=${counts.map(([kind, count]) => `${word("evidence", kind)} ${number(count)}`).join(" · ")}>
    <ol class="timeline">${rows.slice(0, SHOWN).map((row, index) =>
      html`<${Entry} key=${`${row.at}${index}`} at=${timeOf(row.at)}><b>
      ${word("evidence", row.kind)}</b> ${[row.meter_number, row.device,
      row.node].filter(Boolean).join(" · ")} ${row.finding && findingWord(row.finding)} ${row.author &&
      html`<span class="quiet">${row.author}</span>`} ${row.order &&
      html`<a href=${`/?order=${encodeURIComponent(row.order)}`}>…${row.order.slice(-7)}</a>`}</${Entry}>`)}</ol>
    <${More} count=${all} />
  </${Fold}>`;
}

function change(row) {
  if (row.kind === "STATUS") return outageStatusWord(row.new);
  if (row.kind === "MOVED")
    return told(word("outage_change", row.kind), `${row.device_before ?? "—"} → ${row.device_after ?? "—"}`);
  return word("outage_change", row.kind);
}

export function Changes({ record }) {
  const rows = [...(record.changes ?? [])].reverse();
  return html`<${Fold} title=${gettext("History")} count=${rows.length}>
    <ol class="timeline">${rows.slice(0, SHOWN).map((row, index) =>
      html`<${Entry} key=${`${row.at}${row.kind}${index}`} at=${timeOf(row.at)} newest=${index === 0}><b>
      ${change(row)}</b> ${row.other ?? ""} <span class="quiet">
      ${[becauseWord(row.reason), row.detail, row.actor].filter(Boolean).join(" · ")}</span></${Entry}>`)}</ol>
    <${More} count=${rows.length} />
  </${Fold}>`;
}
