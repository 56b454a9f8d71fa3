// Pure rules of planned work: what a plan waits for, and how the list is grouped.
import { day } from "../../js/format.js";

const LATE_MS = 15 * 60_000; // as the clock of the server asks: not_started
const PAPER = ["DRAFT", "CHECKED", "APPROVED"];
const TOLD = ["NOTIFYING", "ANNOUNCED"];

/** @returns {"paper" | "told" | "work" | "rest"} */
export function stageOf(plan) {
  if (PAPER.includes(plan.status)) return "paper";
  if (TOLD.includes(plan.status)) return "told";
  return plan.status === "IN_PROGRESS" ? "work" : "rest";
}

export const openBlocks = (plan) => plan.clashes.filter((clash) => clash.severity === "BLOCK" && !clash.waived).length;
export const warnings = (plan) => plan.clashes.length - openBlocks(plan);
export const isLate = (plan, now) => stageOf(plan) === "work" && now > Date.parse(plan.planned_end_at);
const isForgotten = (plan, now) =>
  ["paper", "told"].includes(stageOf(plan)) && now > Date.parse(plan.planned_start_at) + LATE_MS;

const textOf = (plan) =>
  `${plan.number} ${plan.title} ${plan.centre} ${plan.feeder?.name ?? ""} ${plan.feeder?.code ??
    ""} ${plan.devices.map((device) => `${device.code} ${device.name}`).join(" ")}`.toLowerCase();

export const passes = (plan, shown, search) =>
  shown[stageOf(plan)] !== false && (!search || textOf(plan).includes(search.toLowerCase()));

/** Group of a plan: [rank, key]; days come between what is happening and what is over. */
function groupOf(plan, now) {
  if (plan.status === "IN_PROGRESS") return [0, "work"];
  if (isForgotten(plan, now)) return [1, "forgotten"];
  if (plan.status === "RESTORED") return [3, "restored"];
  if (plan.status === "POSTPONED") return [4, "postponed"];
  return [2, day(plan.planned_start_at)];
}

/**
 * Plans as they are listed: work first, then what should have begun, day by day, at the end what waits for its file.
 * Within a group the order of `plans` stays.
 *
 * @returns {{rank: number, key: string, plans: any[]}[]}
 */
export function grouped(plans, now) {
  const groups = new Map();
  for (const plan of plans) {
    const [rank, key] = groupOf(plan, now);
    if (!groups.has(key)) groups.set(key, { rank, key, plans: [] });
    groups.get(key).plans.push(plan);
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank);
}
