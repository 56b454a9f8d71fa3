// @ts-check
// What the panel of an order shows of a connection case besides: steps, minutes by owner, appointments with whoever
// moved them, the plan with its reasons, papers, the feed.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { dayTime, fullMoment, hourMinute, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName, word } from "../js/words.js";
import { Entry, Fact, Fold } from "../ui/panel.js";
import { opened } from "./case_data.js";
import { Feed } from "./feed.js";
import { Minutes, sharesInWords, totalInWords } from "./minutes.js";

const MARKS = { done: "✓", doing: "●", todo: "○" };

/** Low voltage has two steps, of which the last is called otherwise. @param {any[]} steps @param {string} code */
const stepWord = (steps, code) => word("public_step", code === "CONNECT" && steps.length === 2 ? "CONNECT_LOW" : code);

function Steps(/** @type {{steps: any[]}} */ { steps }) {
  return html`<ol class="case-steps">${steps.map((step) => html`<li key=${step.code} class=${`step-${step.state}`}
    aria-current=${step.state === "doing" ? "step" : undefined}><span aria-hidden="true">
    ${MARKS[/** @type {"done"} */ (step.state)]}</span> ${stepWord(steps, step.code)}</li>`)}</ol>`;
}

function Time(/** @type {{row: any}} */ { row }) {
  const { time, waits_for: wait } = row;
  const used = time.limit_working_days
    ? fill(gettext("{n} of {most} working days used by the utility"),
      { n: number(time.utility_working_days, 1), most: number(time.limit_working_days) })
    : fill(gettext("{n} working days used by the utility"), { n: number(time.utility_working_days, 1) });
  return html`<section class="panel case-time" aria-label=${gettext("Whose minute it was")}>
    <p><b>${totalInWords(time)}</b> <span class="muted">${sharesInWords(time)}</span></p>
    <${Minutes} time=${time} />
    <p class="quiet">${used} · ${fill(gettext("whole process {n}"), { n: number(time.whole_working_days, 1) })}</p>
    ${wait && html`<p class="attention-line">${fill(gettext("Waits for {owner}: {blocker}"),
      { owner: word("owner", wait.owner), blocker: wait.blocker })}${wait.responsible && ` · ${wait.responsible}`}
      ${wait.expected_at && ` → ${dayTime(wait.expected_at)}`}</p>`}</section>`;
}

function Facts(/** @type {{row: any}} */ { row }) {
  const capacity = [
    row.asked_kw !== null && fill(gettext("asked {n} kW"), { n: number(row.asked_kw, 1) }),
    row.approved_kw !== null && fill(gettext("granted {n} kW"), { n: number(row.approved_kw, 1) }),
  ].filter(Boolean).join(" · ");
  const person = row.responsible;
  return html`<dl class="facts">
    <${Fact} name=${gettext("Capacity")}>${capacity}</${Fact}>
    <${Fact} name=${gettext("Scheme")}>${row.scheme && word("scheme", row.scheme)}${row.cost_saved !== null &&
      ` · ${fill(gettext("saved {n} yuan"), { n: number(row.cost_saved) })}`}</${Fact}>
    <${Fact} name=${gettext("Responsible on site")}>${person && html`${person.name} ${person.phone &&
      html`<a href=${`tel:${person.phone}`}>${person.phone}</a>`}`}</${Fact}></dl>`;
}

/** @param {any} row of an appointment */
function said(row) {
  if (row.ended_by)
    return [word("appointment", row.status), fill(gettext("by {who}"), { who: word("side", row.ended_by) }), row.reason]
      .filter(Boolean).join(" · ");
  if (row.status !== "AGREED") return word("appointment", row.status);
  return row.agreed_at ? gettext("confirmed") : gettext("not confirmed");
}

function Appointments(/** @type {{rows: any[]}} */ { rows }) {
  return html`<${Fold} title=${gettext("Visits agreed")} count=${rows.length}>
    <ol class="timeline">${[...rows].reverse().map((row, at) => html`<${Entry} key=${row.id} newest=${at === 0}
      at=${`${dayTime(row.starts_at)}–${hourMinute(row.ends_at)}`}><b>${word("purpose", row.purpose)}</b>
      ${" "}<span class=${`visit-state visit-${row.status}`}>${said(row)}</span>
      <span class="quiet">${[unitName(row.unit), row.person].filter(Boolean).map((each) => ` · ${each}`)}
      ${row.arrived_at && ` · ${fill(gettext("arrived {time}"), { time: hourMinute(row.arrived_at) })}`}</span>
      </${Entry}>`)}</ol></${Fold}>`;
}

function Plan(/** @type {{plan: any}} */ { plan }) {
  const facts = [
    word("voltage", plan.voltage), plan.node,
    plan.distance_m !== null && `${number(plan.distance_m)} m`,
    plan.headroom_kw !== null && fill(gettext("headroom {n} kW"), { n: number(plan.headroom_kw, 1) }),
    plan.granted_kw !== null && fill(gettext("granted {n} kW"), { n: number(plan.granted_kw, 1) }),
    plan.grid_works && gettext("something has to be built in the grid first"),
  ].filter(Boolean).join(" · ");
  const signed = plan.signed_at
    ? fill(gettext("signed by {who}, {time}"), { who: plan.signed_by, time: dayTime(plan.signed_at) })
    : gettext("a draft: a person signs it");
  const until = plan.lapsed_at ? fill(gettext("lapsed {time}"), { time: fullMoment(plan.lapsed_at, Date.now()) })
    : plan.holds_until && fill(gettext("holds until {time}"), { time: fullMoment(plan.holds_until, Date.now()) });
  return html`<li><p><b>${facts}</b></p><ul class="case-reasons">${plan.reasons.map((/** @type {any} */ reason) =>
    html`<li key=${reason.words}>${reason.words}</li>`)}</ul>
    <p class="quiet">${[signed, until, plan.remark].filter(Boolean).join(" · ")}</p></li>`;
}

function Papers(/** @type {{number: string, papers: any[]}} */ { number: of, papers }) {
  return html`<${Fold} title=${gettext("Papers")} count=${papers.length} open=${false}><ul class="case-papers">
    ${papers.map((paper) => html`<li key=${paper.id}><a target="_blank" rel="noopener"
      href=${`/api/v1/connection-cases/${encodeURIComponent(of)}/documents/${paper.id}/`}>
      ${word("paper", paper.what)}</a> <span class="quiet">${dayTime(paper.at)}</span></li>`)}</ul></${Fold}>`;
}

/** @param {any} order @param {any} record of the panel, once it has come */
export function caseOf(order, record) {
  const { number: of, row, appointments, plans, feed } = opened.value;
  if (!record || of !== order.number) return null;
  return html`${row && html`<${Steps} steps=${row.steps} /><${Time} row=${row} />
      <${Facts} row=${row} />`}
    <${Appointments} rows=${appointments} />
    <${Fold} title=${gettext("Supply plan")} count=${plans.length}><ul class="case-plans">${[...plans].reverse().map(
      (/** @type {any} */ plan) => html`<${Plan} key=${plan.drafted_at} plan=${plan} />`)}</ul></${Fold}>
    ${row && html`<${Papers} number=${of} papers=${row.documents} />`}
    <${Feed} number=${of} posts=${feed} />`;
}
