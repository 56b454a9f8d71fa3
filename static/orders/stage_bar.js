// @ts-check
// The bar over a list of cases: every stage with its count, what is overdue in it, and how long its cases stand there
// (the median), where that is told. A click shows one stage.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { question, setFilter } from "./list_data.js";

/**
 * `cases` is null until they are counted.
 * @typedef {{stage: string, label: string, cases: number | null, overdue: number,
 *   median_days?: number | null}} StageTold
 * @param {{told: StageTold, place: number, chosen: boolean}} props `place` is its key, 0 for all
 */
function Stage({ told, place, chosen }) {
  const { stage, label, cases, overdue, median_days: days } = told;
  return html`<button class="stage" aria-pressed=${chosen} onClick=${() => setFilter("stage", stage)}>
    <span class="stage-name">${label} <kbd class="key" aria-hidden="true">${place}</kbd></span>
    <span class="stage-counts"><b class="figure">${cases === null ? "—" : number(cases)}</b>
      ${overdue > 0 && html`<span class="chip alarm">${fill(gettext("{n} overdue"), { n: number(overdue) })}</span>`}
      ${typeof days === "number" && html`<span class="quiet"
        title=${gettext("Median of the days in their present state")}>
        ${fill(gettext("{n} d"), { n: number(days, 1) })}</span>`}</span></button>`;
}

/** @param {{counts: {cases: number, stages: StageTold[]} | null}} props null until they are read */
export function StageBar({ counts }) {
  const chosen = question.value.filters.stage ?? "";
  const all = { stage: "", label: gettext("All open"), cases: counts?.cases ?? null, overdue: 0 };
  return html`<div class="stages" role="group" aria-label=${gettext("Stages")}>
    ${[all, ...(counts?.stages ?? [])].map((told, place) => html`<${Stage} key=${told.stage} told=${told}
      place=${place} chosen=${chosen === told.stage} />`)}</div>`;
}
