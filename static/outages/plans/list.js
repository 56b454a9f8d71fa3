// The left panel's second list: planned work of today and the coming two weeks.
import { computed, html, signal, useEffect, useRef } from "../../vendor/preact/11.2.0/preact.mjs";
import { post } from "../../js/api.js";
import { day, number } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { say } from "../../console/commands.js";
import { Icon } from "../../console/icons.js";
import { second } from "../../console/store.js";
import { filter, setFilter } from "../choice.js";
import { SearchChip } from "../list.js";
import { chosenPlan, choosePlan, loadPlans, plans, plansProblem } from "./data.js";
import { grouped, isAtWork, isLate, openBlocks, passes, stageOf, warnings } from "./rules.js";
import { groupWord, planAttentionWord, planStatusWord, toldText, windowText } from "./words.js";

const shown = signal({ paper: true, told: true, work: true });
const minute = computed(() => Math.floor(second.value / 60_000) * 60_000);
export const groups = computed(() =>
  grouped(
    (plans.value ?? []).filter((plan) => passes(plan, shown.value, filter.value.search)),
    minute.value,
  ),
);

/** The plan `step` below (or above) the chosen one; the first when none is. */
export function stepPlan(step) {
  const numbers = groups.peek().flatMap((group) => group.plans.map((plan) => plan.number));
  const at = numbers.indexOf(chosenPlan.peek());
  const next = numbers[at < 0 ? 0 : Math.max(0, Math.min(numbers.length - 1, at + step))];
  if (next) choosePlan(next);
}

export function PlanSign({ plan }) {
  const live = isAtWork(plan);
  return html`<svg class=${`glyph plan-sign ${live ? "live" : ""}`} viewBox="0 0 20 20" width="20" height="20"
    aria-hidden="true"><rect x="3" y="3" width="14" height="14" /></svg>`;
}

function Clashes({ plan }) {
  const blocks = openBlocks(plan);
  const others = warnings(plan);
  return html`${blocks > 0 && html`<span class="plan-block">${fill(gettext("{n} blocking"), { n: blocks })}</span>`}
    ${others > 0 && html`<span>${fill(ngettext("{n} remark", "{n} remarks", others), { n: others })}</span>`}`;
}

const asking = (plan) => [plan.attention, ...(plan.attention_also ?? [])].filter(Boolean);

export function PlanRow({ plan }) {
  const chosen = plan.number === chosenPlan.value;
  const late = isLate(plan, minute.value);
  return html`<li id=${`plan-${plan.id}`} class=${`outage-row plan-row ${chosen ? "selected" : ""}`} role="option"
    aria-selected=${chosen} onClick=${() => choosePlan(plan.number)}>
    <${PlanSign} plan=${plan} />
    <div class="row-line"><span class="row-title clip"><b>${plan.title}</b></span><span class="row-out"><b>
      ${number(plan.customers)}</b> <span class="unit">${gettext("customers")}</span></span></div>
    <div class="row-line"><span class=${`row-facts clip ${late ? "countdown over" : ""}`}>
      ${windowText(plan.planned_start_at, plan.planned_end_at)} · ${plan.devices.map((device) =>
      device.name).join(", ")}
      </span><span class="activity plan-status">${planStatusWord(plan.status)}</span></div>
    <div class="row-line plan-notes"><span>${toldText(plan)}</span><${Clashes} plan=${plan} />
      ${asking(plan).map((code) => html`<span class="activity attention" key=${code}>
      ${planAttentionWord(code)}</span>`)}
      </div>
  </li>`;
}

function Group({ group }) {
  const today = group.key === day(minute.value);
  const customers = group.plans.reduce((sum, plan) => sum + plan.customers, 0);
  return html`<li class="list-heading county" role="presentation"><span class="clip">
    ${today ? `${gettext("Today")} · ` : ""}${groupWord(group.key)}</span><span class="quiet">
    ${fill(ngettext("{n} plan", "{n} plans", group.plans.length),
    { n: number(group.plans.length) })} · ${fill(gettext("{n} customers"), { n: number(customers) })}</span></li>
    ${group.plans.map((plan) => html`<${PlanRow} key=${plan.id} plan=${plan} />`)}`;
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
  const toggle = (name) => (shown.value = { ...shown.value, [name]: !shown.value[name] });
  const one = (name, label) =>
    html`<button class="chip toggle" aria-pressed=${shown.value[name]} onClick=${() => toggle(name)}>${label}</button>`;
  return html`<div class="filters" role="group" aria-label=${gettext("Which plans")}>
    ${one("work", gettext("In progress"))}${one("told", gettext("Customers told"))}
    ${one("paper", gettext("In preparation"))}<${SearchChip} /></div>`;
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
  if (!plans.value)
    return (
      !plansProblem.value &&
      html`<div class="skeletons" aria-hidden="true">${Array.from({ length: 9 }, () =>
        html`<div class="skeleton"></div>`)}</div>`
    );
  if (plans.value.length === 0)
    return html`<p class="empty">${gettext("No work is planned for the coming two weeks.")}</p>`;
  const clear = () => { shown.value = { paper: true, told: true, work: true }; setFilter({ search: "" }); };
  return html`<p class="empty">${gettext("No plan passes the filter.")} <button class="button" onClick=${clear}>
    ${gettext("Clear the filter")}</button></p>`;
}

export function PlanList() {
  const box = useRef(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosenPlan.value]);
  const picked = (plans.value ?? []).find((plan) => plan.number === chosenPlan.value);
  return html`<section class="queue outage-panel" aria-label=${gettext("Planned work")}>
    <${Sums} /><${Toggles} />
    ${plansProblem.value && html`<p class="detail-problem problem" role="alert">
      ${fill(gettext("Could not be read: {reason}"), { reason: plansProblem.value.message })} <button
      class="button small" onClick=${loadPlans}>${gettext("Try again")}</button></p>`}
    <div class="queue-body" ref=${box}>
      ${groups.value.length === 0 ? html`<${Empty} />` : html`<ul class="plan-list" id="plan-list" role="listbox"
        tabindex="0" aria-label=${gettext("Planned work by day")}
        aria-activedescendant=${picked ? `plan-${picked.id}` : undefined}>
        ${groups.value.map((group) => html`<${Group} key=${group.key} group=${group} />`)}</ul>`}
    </div>
    <${Calendar} />
  </section>`;
}
