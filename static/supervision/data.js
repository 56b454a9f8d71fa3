// What the supervision desk looks at: the list and the desk that are chosen (in the address), and the answers.
import { computed, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { refused, say } from "../js/notice.js";
import { alarmsVersion, ordersSettled } from "../live/store.js";
import { newKey, post } from "../js/api.js";
import { readAgain } from "../open_items/reading.js";
import { keyOf, refsOf } from "../open_items/rules.js";

export const EVERY_MS = 10_000;
const asked = new URLSearchParams(location.search);

export const list = signal(asked.get("list") ?? "overdue");
/** Codes of the desks that were gone into, the outermost first. */
export const trail = signal(asked.get("centre") ? [asked.get("centre")] : []);
export const chosen = signal(null); // key of the line that keys act on

const query = () => new URLSearchParams({ list: list.peek(), centre: trail.peek().at(-1) ?? "" });
export const desk = readAgain(() => `supervision/?${query()}`, EVERY_MS);
export const calls = readAgain(() => "escalations/?open=true&limit=50", EVERY_MS);
export const people = readAgain(() => "desk-duties/?live=true&limit=200", 3 * EVERY_MS);

export const lines = computed(() => desk.answer.value.body?.lines ?? []);
export const onDuty = computed(() => people.answer.value.body?.results ?? []);

function look(change) {
  change();
  const address = new URLSearchParams([...query()].filter(([, value]) => value));
  history.replaceState(null, "", `?${address}`);
  desk.read();
}

export const showList = (code) => look(() => (list.value = code));
export const goInto = (code) => look(() => (trail.value = [...trail.peek(), code]));
export const goBack = () => look(() => (trail.value = trail.peek().slice(0, -1)));

export function chooseStep(step) {
  const keys = lines.peek().map(keyOf);
  const at = keys.indexOf(chosen.peek());
  chosen.value = keys[at < 0 ? 0 : Math.max(0, Math.min(keys.length - 1, at + step))] ?? null;
}

export const chosenLine = () => lines.peek().find((line) => keyOf(line) === chosen.peek());

/** @param {any} line @param {any} person somebody on duty; null: myself @param {string} done what is said then */
export async function give(line, person, done) {
  try {
    await post("supervision/give/", { items: refsOf([line]), to: person?.person_id ?? null }, { key: newKey() });
    say(done);
  } catch (problem) {
    refused(problem);
  }
  desk.read();
}

export async function urge(line, done) {
  try {
    const text = gettext("Urged by the supervision desk");
    await post(`work-orders/${line.number}/urge/`, { text }, { key: newKey() });
    say(done);
  } catch (problem) {
    refused(problem);
  }
  desk.read();
}

/** @param {any[]} known calls to myself, all answered with the same words */
export async function acknowledge(known, answer) {
  try {
    for (const call of known) await post(`escalations/${call.id}/acknowledge/`, { answer }, { key: newKey() });
  } catch (problem) {
    refused(problem);
  }
  calls.read();
  desk.read();
}

export function startDesk() {
  [desk, calls, people].forEach((each) => each.start());
  // The board's own push says that something moved.
  ordersSettled.subscribe(desk.hurry);
  alarmsVersion.subscribe(calls.hurry);
}
