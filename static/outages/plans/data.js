// Planned outages for the outage page: no card is pushed for them, so they are read again while somebody looks.
import { effect, signal } from "../../vendor/preact/11.2.0/preact.mjs";
import { get } from "../../js/api.js";
import { codesOf } from "../../js/states.js";
import { choose } from "../choice.js";

const AHEAD_MS = 15 * 86_400_000; // the rest of today and the fourteen days after it
const READ_AGAIN_MS = 30_000;
const PAGES = 5;
const asked = new URLSearchParams(location.search);

/** What the left panel lists: "now" | "plans". */
export const view = signal(asked.has("p") || asked.get("view") === "planned" ? "plans" : "now");
/** Cards of plans by start, null before the first answer. */
export const plans = signal(null);
export const plansProblem = signal(null);
/** Number of the chosen plan, or null. */
export const chosenPlan = signal(asked.get("p"));
/** {number, plan, problem}: the chosen plan in full. */
export const planRecord = signal({ number: null, plan: null, problem: null });

async function pages() {
  const query = {
    status: codesOf("PLAN", (phase) => phase !== "ended"),
    starts_to: new Date(Date.now() + AHEAD_MS).toISOString(),
    ordering: "planned_start_at",
    limit: "200",
  };
  const found = [];
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await get("planned-outages/", query);
    found.push(...answer.results);
    if (!answer.next) break;
    query.cursor = new URL(answer.next, location.href).searchParams.get("cursor");
  }
  return found;
}

export async function loadPlans() {
  try {
    plans.value = await pages();
    plansProblem.value = null;
  } catch (problem) {
    plansProblem.value = problem; // what was read before stays
  }
}

async function loadRecord(number) {
  const held = planRecord.peek();
  if (held.number !== number) planRecord.value = { number, plan: null, problem: null };
  try {
    const plan = await get(`planned-outages/${encodeURIComponent(number)}/`);
    // One of two readings under way may be older than what is shown already.
    const isOlder = plan.rev < (planRecord.peek().plan?.rev ?? 0);
    if (chosenPlan.peek() === number && !isOlder) planRecord.value = { number, plan, problem: null };
  } catch (problem) {
    if (chosenPlan.peek() === number) planRecord.value = { ...planRecord.peek(), problem };
  }
}

/** After a command, and when something is known to have changed. */
export const readAgain = () => Promise.all([loadPlans(), chosenPlan.peek() && loadRecord(chosenPlan.peek())]);

function note(name, value) {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  history.replaceState(null, "", url);
}

export function choosePlan(number) {
  if (number) choose(null);
  chosenPlan.value = number;
  note("p", number);
}

export function show(name) {
  view.value = name;
  if (name === "now") choosePlan(null);
  else choose(null);
  note("view", name === "plans" ? "planned" : null);
}

/** From a plan to the outage that it became. */
export function showOutage(number) {
  show("now");
  choose(number);
}

/** From an outage to the plan that it came from. */
export function showPlan(number) {
  show("plans");
  choosePlan(number);
}

export function startPlans() {
  let timer;
  effect(() => {
    clearInterval(timer);
    if (view.value !== "plans") return;
    loadPlans();
    timer = setInterval(() => document.visibilityState === "visible" && readAgain(), READ_AGAIN_MS);
  });
  effect(() => {
    if (chosenPlan.value) loadRecord(chosenPlan.value);
  });
}
