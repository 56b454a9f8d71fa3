// The left panel's second list: planned work of today and the coming two weeks.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { post } from "../../js/api.js";
import { day, number } from "../../js/format.js";
import { say } from "../../js/notice.js";
import { fill } from "../../js/text.js";
import { may } from "../../js/rights.js";
import { word } from "../../js/words.js";
import { Icon } from "../../ui/icons.js";
import { List, Pill } from "../../ui/list.js";
import { Unread } from "../../ui/panel.js";
import { Skeletons, Toggle } from "../../ui/parts.js";
import { setFilter } from "../choice.js";
import { SearchChip } from "../list.js";
import { HEADING_PX } from "../row.js";
import { ALL_STAGES, keyOf, minute, planList, plansByNumber, setShown, shown } from "./choice.js";
import { openPlanForm } from "./form.js";
import { chosenPlan, choosePlan, loadPlans, plans, plansProblem } from "./data.js";
import { isAtWork, isLate, openBlocks, stageOf, warnings } from "./rules.js";
import { groupWord, planStatusWord, toldText, windowText } from "./words.js";
import { named } from "../../js/names/names.js";

const ROW_PX = 78;
const ASKING_PX = 18; // a line for each reason why a person should look

export function PlanSign({ plan }) {
  const live = isAtWork(plan);
  return html`<svg class=${`glyph plan-sign ${live ? "live" : ""}`} viewBox="0 0 20 20" width="20" height="20"
    aria-hidden="true"><rect x="2" y="2" width="16" height="16" rx="2" /><text x="10" y="13.8"
    text-anchor="middle">4</text></svg>`;
}

function Clashes({ plan }) {
  const blocks = openBlocks(plan);
  const others = warnings(plan);
  return html`${blocks > 0 && html`<span class="plan-block">${fill(gettext("{n} blocking"), { n: blocks })}</span>`}
    ${others > 0 && html`<span>${fill(ngettext("{n} remark", "{n} remarks", others), { n: others })}</span>`}`;
}

const asking = (plan) => [plan.attention, ...(plan.attention_also ?? [])].filter(Boolean);

function PlanRow({ plan, style }) {
  const chosen = plan.number === chosenPlan.value;
  const late = isLate(plan, minute.value);
  return html`<li id=${`plan-${plan.id}`} class=${`outage-row plan-row ${chosen ? "selected" : ""}`} role="option"
    aria-selected=${chosen} style=${style} onClick=${() => choosePlan(plan.number)}>
    <${PlanSign} plan=${plan} />
    <div class="row-line"><span class="row-title clip"><b>${plan.title}</b></span><span class="row-out"><b>
      ${number(plan.customers)}</b> <span class="unit">${gettext("customers")}</span></span></div>
    <div class="row-line"><span class=${`row-facts clip ${late ? "countdown over" : ""}`}>
      ${windowText(plan.planned_start_at, plan.planned_end_at)} · ${plan.devices.map((device) =>
      named(device.name)).join(", ")}
      </span><span class="activity plan-status">${planStatusWord(plan.status)}</span></div>
    <div class="row-line plan-notes clip"><span class="clip">${toldText(plan)}</span><${Clashes} plan=${plan} /></div>
    ${asking(plan).map((code) => html`<div class="plan-asking activity attention clip" key=${code}>
      ${word("reason", code)}</div>`)}
  </li>`;
}

function Heading({ group, style }) {
  const today = group.key === day(minute.value);
  const customers = group.plans.reduce((sum, plan) => sum + plan.customers, 0);
  return html`<li class="list-heading county" role="presentation" style=${style}><span class="clip">
    ${today ? `${gettext("Today")} · ` : ""}${groupWord(group.key)}</span><span class="quiet">
    ${fill(ngettext("{n} plan", "{n} plans", group.plans.length),
    { n: number(group.plans.length) })} · ${fill(gettext("{n} customers"), { n: number(customers) })}</span></li>`;
}

const heightOf = (entry) =>
  entry.group ? HEADING_PX : ROW_PX + ASKING_PX * asking(plansByNumber.value.get(entry.number) ?? {}).length;

function draw(entry, style) {
  if (entry.group) return html`<${Heading} key=${entry.group.key} group=${entry.group} style=${style} />`;
  const plan = plansByNumber.value.get(entry.number);
  return plan && html`<${PlanRow} key=${plan.id} plan=${plan} style=${style} />`;
}

function Sums() {
  const all = plans.value ?? [];
  const today = day(minute.value);
  const figure = (label, value, alarm) =>
    html`<li class=${alarm ? "alarm" : ""}><span class="caption">${label}</span><b class="figure">
      ${plans.value ? number(value) : "—"}</b></li>`;
  const blocked = all.filter((plan) => stageOf(plan) === "paper" && openBlocks(plan) > 0).length;
  return html`<ul class="sums" aria-label=${gettext("Planned work")}>
    ${figure(gettext("In progress"), all.filter(isAtWork).length)}
    ${figure(gettext("Today"), all.filter((plan) => ["paper", "told"].includes(stageOf(plan)) &&
    day(plan.planned_start_at) === today).length)}${figure(gettext("14 days"),
    all.filter((plan) => ["paper", "told"].includes(stageOf(plan))).length)}
    ${figure(gettext("Blocked"), blocked, blocked > 0)}</ul>`;
}

function Toggles() {
  const one = (name, label) => html`<${Toggle} on=${shown.value[name]} label=${label}
    onClick=${() => setShown({ ...shown.value, [name]: !shown.value[name] })} />`;
  const waiting = (n) => fill(ngettext("{n} new plan ↑", "{n} new plans ↑", n), { n: number(n) });
  return html`<div class="filters" role="group" aria-label=${gettext("Which plans")}>
    ${one("work", gettext("In progress"))}${one("told", gettext("Customers told"))}
    ${one("paper", gettext("In preparation"))}${may("plan_outages") && html`<button class="button small primary"
      onClick=${openPlanForm}>${gettext("New plan")} <kbd class="key">N</kbd></button>`}<${SearchChip} />
    <${Pill} list=${planList} words=${waiting} /></div>`;
}

/**
 * Whoever has the address reads the calendar without a sign-in, so each asking is written down; it is revoked beside
 * it.
 */
async function calendarAddress(verb, done) {
  let url;
  try {
    url = (await post(`planned-outages/calendar-address/${verb}`)).url;
  } catch (problem) {
    return say(problem.message);
  }
  try {
    if (url) await navigator.clipboard.writeText(url);
    say(done);
  } catch {
    say(url); // no clipboard without https: the address is shown instead
  }
}

function Calendar() {
  return html`<p class="plan-calendar"><button class="button small quiet-button"
    title=${gettext("For Outlook and other calendar programs: your area's planned work, without signing in")}
    onClick=${() => calendarAddress("", gettext("Calendar address copied"))}><${Icon} name="link" />
    ${gettext("Copy calendar address")}</button>
    <button class="button small quiet-button" onClick=${() =>
      calendarAddress("revoke/", gettext("The calendar address opens nothing any more"))}>
      ${gettext("Revoke it")}</button></p>`;
}

function Empty() {
  if (!plans.value) return !plansProblem.value && html`<${Skeletons} />`;
  if (plans.value.length === 0)
    return html`<p class="empty">${gettext("No work is planned for the coming two weeks.")}</p>`;
  const clear = () => {
    setFilter({ search: "" });
    setShown(ALL_STAGES);
  };
  return html`<p class="empty">${gettext("No plan passes the filter.")} <button class="button" onClick=${clear}>
    ${gettext("Clear the filter")}</button></p>`;
}

export function PlanList() {
  return html`<section class="queue outage-panel" aria-label=${gettext("Planned work")}>
    <${Sums} /><${Toggles} />
    <${Unread} problem=${plansProblem.value} again=${loadPlans} />
    <${List} id="plan-list" label=${gettext("Planned work by day")} list=${planList} chosen=${chosenPlan.value}
      keyOf=${keyOf} heightOf=${heightOf} draw=${draw} empty=${html`<${Empty} />`}
      rowId=${(entry) => `plan-${plansByNumber.value.get(entry.number)?.id}`} />
    <${Calendar} />
  </section>`;
}
