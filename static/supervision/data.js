// What the supervision desk looks at: the list and the desk that are chosen (in the address), and the answers.
import { computed, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { refused, say } from "../js/notice.js";
import { alarmsVersion, ordersSettled } from "../live/store.js";
import { newKey, post } from "../js/api.js";
import { heldLines } from "../open_items/held_lines.js";
import { readAgain } from "../open_items/reading.js";
import { keyOf, refsOf } from "../open_items/rules.js";
import { keyAfter } from "../ui/hold.js";

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

const present = computed(() => desk.answer.value.body?.lines ?? []);
export const lines = heldLines(() => present.value);
export const onDuty = computed(() => people.answer.value.body?.results ?? []);

function look(change) {
  change();
  const address = new URLSearchParams([...query()].filter(([, value]) => value));
  history.replaceState(null, "", `?${address}`);
  readDesk();
}

/** What the person has just asked for or done is drawn at once. */
function readDesk() {
  lines.renew();
  desk.read();
}

export const showList = (code) => look(() => (list.value = code));
export const goInto = (code) => look(() => (trail.value = [...trail.peek(), code]));
export const goBack = () => look(() => (trail.value = trail.peek().slice(0, -1)));

export const chooseStep = (step) =>
  (chosen.value = keyAfter(lines.list.entries.peek().map(keyOf), chosen.peek(), step) ?? null);

export const chosenLine = () => present.peek().find((line) => keyOf(line) === chosen.peek());

/** @param {any} line @param {any} person somebody on duty; null: myself @param {string} done what is said then */
export async function give(line, person, done) {
  try {
    await post("supervision/give/", { items: refsOf([line]), to: person?.person_id ?? null }, { key: newKey() });
    say(done);
  } catch (problem) {
    refused(problem);
  }
  readDesk();
}

export async function urge(line, done) {
  try {
    const text = gettext("Urged by the supervision desk");
    await post(`work-orders/${line.number}/urge/`, { text }, { key: newKey() });
    say(done);
  } catch (problem) {
    refused(problem);
  }
  readDesk();
}

/** @param {any[]} known calls to myself, all answered with the same words */
export async function acknowledge(known, answer) {
  try {
    for (const call of known) await post(`escalations/${call.id}/acknowledge/`, { answer }, { key: newKey() });
  } catch (problem) {
    refused(problem);
  }
  calls.read();
  readDesk();
}

export function startDesk() {
  [desk, calls, people, lines].forEach((each) => each.start());
  // The board's own push says that something moved.
  ordersSettled.subscribe(desk.hurry);
  alarmsVersion.subscribe(calls.hurry);
}
