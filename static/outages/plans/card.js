// The right panel for a plan: window, whom it affects, what speaks against it, who was told, what can be done, its
// history.
import { html, useSignal } from "../../vendor/preact/11.2.0/preact.mjs";
import { dayTime, number } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { sentence, unitName, word, wordsOf } from "../../js/words.js";
import { Attention, BarePanel, Entry, Fact, Fold, Panel, PanelHead, Unread } from "../../ui/panel.js";
import { second } from "../../live/store.js";
import { may } from "../../js/rights.js";
import { phaseOf } from "../../js/states.js";
import { actOn, PlanActions } from "./actions.js";
import { AffectedList } from "./affected.js";
import { plansByNumber } from "./choice.js";
import { chosenPlan, choosePlan, planRecord, readAgain, showOutage } from "./data.js";
import { PlanSign } from "./list.js";
import { draftAnew } from "./form.js";
import { isLate } from "./rules.js";
import { changeOfPlan, planStatusWord, datedWindow, toldText } from "./words.js";
import { named } from "../../js/names/names.js";

const close = () => choosePlan(null);

function Head({ plan }) {
  const chips = html`<span class="chip">${planStatusWord(plan.status)}</span><span class="chip">
    ${word("outage_kind", plan.plan_kind)}</span>`;
  return html`<${PanelHead} sign=${html`<${PlanSign} plan=${plan} />`} number=${plan.number} chips=${chips}
    title=${plan.title} onClose=${close}>
    <p class="muted">${[unitName(plan.centre), named(plan.feeder?.name)].filter(Boolean).join(" · ")}</p>
    </${PanelHead}>`;
}

function Window({ plan }) {
  const late = isLate(plan, second.value);
  const told = plan.announced_end_at && plan.announced_end_at !== plan.planned_end_at;
  return html`<div class="etr"><span class="caption">${gettext("Without power")}</span>
    <p><b class=${`etr-time ${late ? "countdown over" : ""}`}>
      ${datedWindow(plan.planned_start_at, plan.planned_end_at)}</b></p>
    ${told && html`<p class="quiet">${fill(gettext("First announced until {time}."),
      { time: dayTime(plan.announced_end_at) })}</p>`}
    ${plan.actual_start_at &&
      html`<p class="quiet">${gettext("Really")} ${dayTime(plan.actual_start_at)} – ${plan.actual_end_at ?
      dayTime(plan.actual_end_at) : "…"}</p>`}
  </div>`;
}

function Affected({ plan }) {
  const special = [
    [gettext("important"), plan.important],
    [gettext("life support"), plan.life_support],
    [gettext("time-critical"), plan.time_critical],
  ].filter(([, count]) => count > 0);
  return html`<div class="dark"><p><b class="dark-figure">${number(plan.customers)}</b> <span class="unit">
    ${gettext("customers")} · ${fill(gettext("{n} customer-hours"), { n: number(plan.customer_hours, 1) })}</span></p>
    ${special.length > 0 && html`<p class="chips">${special.map(([word, count]) =>
      html`<span class="chip alarm">${word} ${number(count)}</span>`)}</p>`}</div>`;
}

/** Where each device is to stand, and whether it does. */
function Devices({ plan }) {
  const word = (device) => (device.move === "OPEN" ? gettext("to be opened") : gettext("to be closed"));
  const stands = (device) => (device.open ? gettext("stands open") : gettext("stands closed"));
  return html`<ul>${plan.devices.map((device) => html`<li key=${device.code}><b>${named(device.name)}</b> <span
      class="quiet">
    ${[device.code !== device.name && device.code, word(device), stands(device)].filter(Boolean).join(" · ")}</span>
    </li>`)}</ul>`;
}

function Facts({ plan }) {
  return html`<dl class="facts">
    <${Fact} name=${gettext("Devices")}><${Devices} plan=${plan} /></${Fact}>
    <${Fact} name=${gettext("Reason")}>${plan.reason}</${Fact}>
    ${plan.work && html`<${Fact} name=${gettext("Work")}>${plan.work}</${Fact}>`}
    <${Fact} name=${gettext("Notices")}>${toldText(plan)}${plan.told &&
      html` <span class="quiet">${dayTime(plan.told.first_at)}</span>`}</${Fact}>
    <${Fact} name=${gettext("Applied by")}>${plan.applicant ?? "—"}</${Fact}>
    ${plan.approver && html`<${Fact} name=${gettext("Approved by")}>${plan.approver} <span class="quiet">
      ${dayTime(plan.approved_at)}</span></${Fact}>`}
    ${plan.not_done && html`<${Fact} name=${gettext("Not done")}>${word("not_done", plan.not_done)}</${Fact}>`}
    ${plan.outage && html`<${Fact} name=${gettext("Outage")}><button class="link"
      onClick=${() => showOutage(plan.outage)}>${plan.outage}</button></${Fact}>`}
  </dl>`;
}

function Findings({ plan }) {
  const waiver = (code) => plan.waivers.find((one) => one.code === code && one.round === plan.round);
  const sign = (finding) =>
    finding.severity === "BLOCK" && !finding.waived
      ? html`<span class="chip alarm">${gettext("blocks")}</span>`
      : html`<span class="chip">${finding.waived ? gettext("answered for") : gettext("remark")}</span>`;
  return html`<${Fold} title=${gettext("What speaks against it")} count=${plan.findings.length}><ul class="rows">
    ${plan.findings.map(
    (finding) => html`<li key=${finding.code}>${sign(finding)} ${sentence("plan_finding", finding.code, finding.params)}
    ${waiver(finding.code) && html`<span class="quiet"> ${waiver(finding.code).author}: ${waiver(finding.code).reason}
      </span>`}</li>`,
  )}</ul></${Fold}>`;
}

/** Chosen by one press, and let go by another; the check says what is left in the dark. */
function Chosen({ plan, one }) {
  const problem = useSignal("");
  const press = async () => {
    const told = await actOn(plan, "alternative", { id: one.id, chosen: !one.chosen });
    problem.value = told.done ? "" : (told.sentence ?? "");
  };
  return html`<button class="chip toggle" aria-pressed=${one.chosen} onClick=${press}>
    ${one.chosen ? gettext("chosen") : gettext("Choose it")}</button>${problem.value &&
    html`<span class="problem" role="alert">${problem.value}</span>`}`;
}

function Alternatives({ plan }) {
  const mayChoose = may("plan_outages") && ["paper", "told"].includes(phaseOf(plan.status, "PLAN"));
  return html`<${Fold} title=${gettext("What would avoid it")} count=${plan.alternatives.length}><ul class="rows">
    ${plan.alternatives.map((one) => html`<li key=${one.id}><b>
    ${word("alternative", one.kind)}</b> ${[one.device, one.vehicle].filter(Boolean).join(" ")} <span class="quiet">
    ${fill(gettext("{n} customers"), { n: number(one.customers) })} · ${fill(gettext("{n} customer-hours"),
    { n: number(one.customer_hours, 1) })}${one.chosen && !mayChoose ? ` · ${gettext("chosen")}` : ""}</span>
    ${mayChoose && html`<${Chosen} plan=${plan} one=${one} />`}</li>`)}</ul>
    </${Fold}>`;
}

function History({ plan }) {
  const rows = [...plan.changes].reverse();
  return html`<${Fold} title=${gettext("History")} count=${rows.length}><ol class="timeline">
    ${rows.map((row, index) => html`<${Entry} key=${`${row.at}${row.new}`} at=${dayTime(row.at)} newest=${index === 0}>
    <b>${changeOfPlan(row)}</b> <span class="quiet">${[row.reason, row.actor].filter(Boolean).join(" · ")}</span>
    </${Entry}>`)}</ol></${Fold}>`;
}

export function PlanCard() {
  const { number: readNumber, plan: record, problem } = planRecord.value;
  const held = readNumber === chosenPlan.value ? record : null;
  const plan = held ?? plansByNumber.value.get(chosenPlan.value);
  const unread = html`<${Unread} problem=${problem} again=${readAgain}
    absent=${gettext("There is no such plan in your area.")} />`;
  const label = gettext("Planned outage");
  if (!plan)
    return html`<${BarePanel} label=${label} number=${chosenPlan.value} onClose=${close}>${unread}</${BarePanel}>`;
  const asking = [plan.attention, ...(plan.attention_also ?? [])].filter(Boolean);
  return html`<${Panel} label=${label} name=${plan.number}>
    <${Head} plan=${plan} />
    <${Attention} sentences=${asking.map(wordsOf("reason"))} />
    <${Window} plan=${plan} /><${Affected} plan=${plan} />${unread}<${Facts} plan=${plan} />
    ${held?.may_redraft && html`<p class="form-buttons"><button class="button"
      onClick=${() => draftAnew(held)}>${gettext("Draft anew")}</button></p>`}
    ${held && html`<${PlanActions} plan=${held} /><${Findings} plan=${held} /><${Alternatives} plan=${held} />
      <${AffectedList} plan=${held} />
      <${History} plan=${held} />`}
  </${Panel}>`;
}
