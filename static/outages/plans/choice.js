// Which plans are listed and in what order; the list stands still while somebody points at it.
import { computed, effect, signal, untracked } from "../../vendor/preact/11.2.0/preact.mjs";
import { second } from "../../live/store.js";
import { heldList, keyAfter } from "../../ui/hold.js";
import { filter } from "../choice.js";
import { isPlannedThen } from "../moment.js";
import { chosenPlan, choosePlan, plans } from "./data.js";
import { grouped, passes } from "./rules.js";

export const ALL_STAGES = { paper: true, told: true, work: true };
export const shown = signal(ALL_STAGES);
export const minute = computed(() => Math.floor(second.value / 60_000) * 60_000);
export const plansByNumber = computed(() => new Map((plans.value ?? []).map((plan) => [plan.number, plan])));

/** The plans that pass the filter; on the map at once, in the list when nobody points at it. */
export const listed = computed(() =>
  (plans.value ?? []).filter((plan) => passes(plan, shown.value, filter.value.search) && isPlannedThen(plan)));

/** Headings {group} and rows {number}. */
const arranged = () => grouped(listed.peek(), minute.peek())
  .flatMap((group) => [{ group }, ...group.plans.map(({ number }) => ({ number }))]);

export const keyOf = (entry) => entry.number;
export const planList = heldList(arranged, keyOf);

export function setShown(stages) {
  shown.value = stages;
  planList.apply();
}

/** The plan `step` below (or above) the chosen one; the first when none is. */
export function stepPlan(step) {
  const next = keyAfter(planList.entries.peek().map(keyOf).filter(Boolean), chosenPlan.peek(), step);
  if (next) choosePlan(next);
}

export function startPlanList() {
  effect(() => {
    void [plans.value, minute.value];
    untracked(planList.refresh);
  });
  effect(() => {
    filter.value;
    untracked(planList.apply);
  });
}
