// @ts-check
// What the check would say of the plan that is being typed: who goes dark, what speaks against it, the notice.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { number } from "../../js/format.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { sentence } from "../../js/words.js";
import { planStatusWord, windowText } from "./words.js";

/** @param {{seen: any}} props */
function Counts({ seen: { counts, who } }) {
  const special = [
    [gettext("important"), counts.important],
    [gettext("life support"), counts.life_support],
    [gettext("time-critical"), counts.time_critical],
  ].filter(([, count]) => count > 0);
  return html`<div class="dark"><p><b class="dark-figure">${number(counts.customers)}</b> <span class="unit">
      ${gettext("customers")} · ${fill(gettext("{n} customer-hours"),
      { n: number(counts.customer_hours, 1) })}</span></p>
    ${special.length > 0 && html`<p class="chips">${special.map(([word, count]) =>
      html`<span class="chip alarm">${word} ${number(count)}</span>`)}</p>`}
    ${who.length > 0 && html`<ul class="rows plan-who">${who.map((/** @type {any} */ one) =>
      html`<li key=${one.customer + one.address}><b>${one.words}</b> ${one.name} <span class="quiet">${one.customer} ·
        ${named(one.address)}</span></li>`)}</ul>`}</div>`;
}

/** @param {{findings: any[]}} props */
const Findings = ({ findings }) => findings.length > 0 && html`<section><h3>${gettext("What speaks against it")}</h3>
  <ul class="rows">${findings.map((one) => html`<li key=${one.code}>${one.severity === "BLOCK"
    ? html`<span class="chip alarm">${gettext("blocks")}</span>` : html`<span class="chip">${gettext("remark")}</span>`}
    ${" "}${sentence("plan_finding", one.code, one.params)}</li>`)}</ul></section>`;

/** @param {{conflicts: any[]}} props */
const Conflicts = ({ conflicts }) => conflicts.length > 0 && html`<section><h3>${gettext("Other plans there")}</h3>
  <ul class="rows">${conflicts.map((one) => html`<li key=${one.number}><a href=${`?view=planned&p=${one.number}`}
    target="_blank" rel="noreferrer">${one.title}</a> <span class="quiet">
    ${windowText(one.planned_start_at, one.planned_end_at)} · ${planStatusWord(one.status)}</span></li>`)}</ul>
  </section>`;

/** @param {{texts: Record<string, string>}} props */
const Texts = ({ texts }) => html`<section><h3>${gettext("How the notice reads")}</h3>
  ${Object.entries(texts).map(([language, text]) =>
    html`<blockquote key=${language} lang=${language === "en" ? "en" : "zh-Hans"}>${text}</blockquote>`)}</section>`;

/** @param {{seen: any, problem: string, ready: boolean}} props */
export function Preview({ seen, problem, ready }) {
  const body = seen && html`<p class=${`plan-notice ${seen.notice.late ? "late" : ""}`}>${seen.notice.sentence}</p>
    <${Counts} seen=${seen} /><${Findings} findings=${seen.findings} /><${Conflicts} conflicts=${seen.conflicts} />
    <${Texts} texts=${seen.texts} />`;
  return html`<aside class="plan-preview" aria-label=${gettext("What it would mean")} aria-live="polite">
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    ${body || html`<p class="empty">${ready ? gettext("Looking whom it puts in the dark…") :
      gettext("Name a device and the window: here stands whom it puts in the dark, and what speaks against it.")}</p>`}
  </aside>`;
}
