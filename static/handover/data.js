// The giver's desk: what stands in my name, who could take it, what the hand-over says so far; and closed ones.
import { computed, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { refused, say } from "../js/notice.js";
import { alarmsVersion, ordersSettled } from "../live/store.js";
import { get, newKey, post } from "../js/api.js";
import { heldLines } from "../open_items/held_lines.js";
import { readAgain } from "../open_items/reading.js";
import { groupsOf, keyOf, refsOf, within } from "../open_items/rules.js";
import { keyAfter } from "../ui/hold.js";

export const EVERY_MS = 10_000;

export const desk = readAgain(() => "handover/", EVERY_MS);
export const closedOnes = readAgain(() => "handovers/?limit=10", 6 * EVERY_MS);
/** Number of the record that is open, or null: `?r=` in the address. */
export const opened = signal(new URLSearchParams(location.search).get("r"));
export const record = signal({ body: null, problem: null });

export const mine = computed(() => desk.answer.value.body);
/** Which lines are shown and given together: "all", "nameless", "sort:…", "feeder:…". */
export const group = signal("all");
const present = computed(() => within(mine.value?.lines ?? [], group.value));
export const shown = heldLines(() => present.value);
export const groups = computed(() => groupsOf(mine.value?.lines ?? []));
export const chosen = signal(null); // key of the line that keys act on

/** Sends a step; its answer is the whole desk afterwards. @returns {Promise<boolean>} whether it was taken */
async function step(path, body = {}) {
  try {
    const answer = await post(`handover/${path}/`, body, { key: newKey() });
    shown.renew();
    desk.put(answer);
    return true;
  } catch (problem) {
    refused(problem);
    desk.read();
    return false;
  }
}

export const begin = () => step("begin");
export const drop = () => step("drop");
export const setRest = (to, remark) => step("rest", remark === undefined ? { to } : { to, remark });
export const giveTo = (lines, to) => lines.length > 0 && step("fill", { items: refsOf(lines), to });
export const remarkOn = (line, remark) => step("fill", { items: refsOf([line]), remark });

export async function close() {
  try {
    const closed = await post("handover/close/", {}, { key: newKey() });
    say(gettext("Handed over. You are off duty."));
    open(closed.id);
  } catch (problem) {
    refused(problem);
  }
  desk.read();
  closedOnes.read();
}

async function duty(path) {
  try {
    await post(`desk-duties/${path}/`, {}, { key: newKey() });
  } catch (problem) {
    refused(problem);
  }
  desk.read();
}

export const signOn = () => duty("sign-on");
export const signOff = () => duty("sign-off");

/** Opens the record of a closed hand-over, or goes back to the desk. */
export async function open(id) {
  opened.value = id === null ? null : String(id);
  history.replaceState(null, "", id === null ? location.pathname : `?r=${id}`);
  if (id !== null) await readRecord();
}

async function readRecord() {
  try {
    record.value = { body: await get(`handovers/${opened.peek()}/`), problem: null };
  } catch (problem) {
    record.value = { body: null, problem };
  }
}

export async function confirmRead() {
  try {
    await post(`handovers/${opened.peek()}/read/`, {}, { key: newKey() });
    say(gettext("Noted: you have read it."));
  } catch (problem) {
    refused(problem);
  }
  await readRecord();
  desk.read();
}

export const chooseStep = (by) =>
  (chosen.value = keyAfter(shown.list.entries.peek().map(keyOf), chosen.peek(), by) ?? null);

export const chosenLine = () => present.peek().find((line) => keyOf(line) === chosen.peek());

/** Other lines are asked for: they are drawn at once. */
export function showGroup(name) {
  shown.renew();
  group.value = name;
}

export function startDesk() {
  [desk, closedOnes, shown].forEach((each) => each.start());
  ordersSettled.subscribe(desk.hurry);
  alarmsVersion.subscribe(desk.hurry);
  if (opened.peek()) readRecord();
}
