// Pure rules of planned work: what a plan waits for, and how the list is grouped.
import { phaseOf } from "../../js/states.js";
import { day } from "../../js/format.js";

/**
 * What of a plan's card is asked here.
 * @typedef {{number: string, status: string, title: string, centre: string, feeder: {code: string, name: string} |
 *   null,
 *   devices: {code: string, name: string}[], planned_start_at: string, planned_end_at: string,
 *   clashes: {severity: string, waived: boolean}[]}} Plan
 */

const LATE_MS = 15 * 60_000; // as the clock of the server asks: not_started
const AHEAD = ["paper", "told", "work"];

/** @param {Plan} plan @returns {"paper" | "told" | "work" | "rest"} */
export function stageOf(plan) {
  const phase = phaseOf(plan.status, "PLAN");
  return AHEAD.includes(phase) ? /** @type {"paper" | "told" | "work"} */ (phase) : "rest";
}

/** @param {{status: string}} plan */
export const isAtWork = (plan) => phaseOf(plan.status, "PLAN") === "work";

/**
 * Codes that a supervisor may answer for by name: what blocks, and the rules of notice that are missed.
 * @param {{round: number, waivers?: {code: string, round: number}[],
 *   findings?: {code: string, severity: string, params: {rules?: string[]}}[]}} plan
 */
export function waivable(plan) {
  const given = new Set((plan.waivers ?? []).filter(({ round }) => round === plan.round).map(({ code }) => code));
  const codes = (plan.findings ?? []).flatMap(({ code, severity, params }) =>
    code === "notice_short" ? (params.rules ?? []) : severity === "BLOCK" ? [code] : [],
  );
  return codes.filter((code) => !given.has(code));
}

/** @param {Plan} plan */
export const openBlocks = (plan) => plan.clashes.filter((clash) => clash.severity === "BLOCK" && !clash.waived).length;
/** @param {Plan} plan */
export const warnings = (plan) => plan.clashes.length - openBlocks(plan);
/** @param {Plan} plan @param {number} now */
export const isLate = (plan, now) => stageOf(plan) === "work" && now > Date.parse(plan.planned_end_at);
/** @param {Plan} plan @param {number} now */
const isForgotten = (plan, now) =>
  ["paper", "told"].includes(stageOf(plan)) && now > Date.parse(plan.planned_start_at) + LATE_MS;

/** @param {Plan} plan */
function textOf({ number, title, centre, feeder, devices }) {
  const named = devices.flatMap(({ code, name }) => [code, name]);
  return [number, title, centre, feeder?.name, feeder?.code, ...named].join(" ").toLowerCase();
}

/** @param {Plan} plan @param {Record<string, boolean>} shown by stage @param {string} search */
export const passes = (plan, shown, search) =>
  shown[stageOf(plan)] !== false && (!search || textOf(plan).includes(search.toLowerCase()));

/**
 * Group of a plan: [rank, key]; days come between what is happening and what is over.
 * @param {Plan} plan @param {number} now
 * @returns {[number, string]}
 */
function groupOf(plan, now) {
  const phase = phaseOf(plan.status, "PLAN");
  if (phase === "work") return [0, "work"];
  if (isForgotten(plan, now)) return [1, "forgotten"];
  if (phase === "over") return [3, "restored"];
  if (phase === "postponed") return [4, "postponed"];
  return [2, day(plan.planned_start_at)];
}

/**
 * Plans as they are listed: work first, then what should have begun, day by day, at the end what waits for its file.
 * Within a group the order of `plans` stays.
 *
 * @param {Plan[]} plans @param {number} now
 * @returns {{rank: number, key: string, plans: Plan[]}[]}
 */
export function grouped(plans, now) {
  /** @type {Map<string, {rank: number, key: string, plans: Plan[]}>} */
  const groups = new Map();
  for (const plan of plans) {
    const [rank, key] = groupOf(plan, now);
    const group = groups.get(key) ?? { rank, key, plans: [] };
    group.plans.push(plan);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank);
}
