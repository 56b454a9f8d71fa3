// What the shift desk looks at: the question (in the address), the lines as read, the newest of them from the socket.
import { computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { get, post } from "../js/api.js";
import { readAgain } from "../open_items/reading.js";
import { heldList, keyAfter } from "../ui/hold.js";
import { crews, crewsVersion } from "../live/store.js";
import { passes, sorted } from "./row_rules.js";

export const EVERY_MS = 20_000;
const SORT_MS = 2000;
const NOTHING_ASKED = { area: "", state: "", search: "", sort: "name" };
const inAddress = new URLSearchParams(location.search);

/** {area: code, state, search, sort} */
export const question = signal(
  Object.fromEntries(Object.entries(NOTHING_ASKED).map(([name, usual]) => [name, inAddress.get(name) ?? usual])),
);
/** Id of the crew that keys act on, or null. */
export const chosen = signal(Number(inAddress.get("crew")) || null);
export const isAsked = computed(() =>
  ["area", "state", "search"].some((name) => question.value[name] !== NOTHING_ASKED[name]),
);

export const desk = readAgain(() => `shift-desk/?${new URLSearchParams({ area: question.peek().area })}`, EVERY_MS);

/** What the board's socket tells of a crew sooner than the next reading. */
const LIVE = ["state", "active_orders", "order_number", "fixed_at", "live", "unread"];

/** A line as it is now. @param {any} line */
export function newest(line) {
  const card = crews.get(line.id);
  return card ? { ...line, ...Object.fromEntries(LIVE.map((name) => [name, card[name]])) } : line;
}

export const present = () => (desk.answer.peek().body?.crews ?? []).map(newest);
const byId = computed(() => new Map((desk.answer.value.body?.crews ?? []).map((line) => [line.id, line])));
export const lineOf = (id) => byId.value.get(id);

/** Ids of the rows, as drawn. */
export const list = heldList(
  () => sorted(present().filter((line) => passes(line, question.peek())), question.peek()).map(({ id }) => id),
  (id) => id,
);

function writeAddress() {
  const said = { ...question.peek(), crew: chosen.peek() ?? "" };
  const asked = Object.entries(said).filter(([name, value]) => value !== (NOTHING_ASKED[name] ?? ""));
  history.replaceState(null, "", asked.length ? `?${new URLSearchParams(asked)}` : location.pathname);
}

let awaited = true; // the next answer is drawn whoever points at the list

/** What a person has just asked for is drawn at once. */
export function ask(change) {
  const another = "area" in change && change.area !== question.peek().area;
  question.value = { ...question.peek(), ...change };
  writeAddress();
  list.apply();
  if (!another) return;
  awaited = true;
  desk.read();
}

export const askNothing = () => ask({ ...NOTHING_ASKED, sort: question.peek().sort });

export function choose(id) {
  chosen.value = id;
  writeAddress();
}

export function chooseStep(by) {
  const next = keyAfter(list.entries.peek(), chosen.peek(), by);
  if (next !== undefined) choose(next);
}

/** {id, record, problem}: what only the chosen crew is asked about: its leader's number, what it has in hand. */
export const details = signal({ id: null, record: null, problem: null });

export async function readDetails() {
  const id = chosen.peek();
  if (id === null) return (details.value = { id, record: null, problem: null });
  const old = details.peek();
  if (old.id !== id) details.value = { id, record: null, problem: null };
  const answer = await get(`crews/${id}/`).then((record) => ({ record, problem: null }), (problem) => ({ problem }));
  if (chosen.peek() === id) details.value = { ...details.peek(), ...answer };
}

/** Sent once with the key of these words. @throws {ApiProblem|Unreachable} */
export async function tell(crewId, text, key) {
  await post(`crews/${crewId}/messages/`, { text }, { key });
  return readDetails();
}

/** A message was sent or read, an order came or went: what stands in the panel is read again. */
function followChosen() {
  let last = "";
  effect(() => {
    crewsVersion.value;
    const card = crews.get(chosen.value);
    const now = card ? [card.id, card.unread, card.state, card.order_number].join() : "";
    const moved = last.split(",")[0] === now.split(",")[0] && last !== now;
    last = now;
    if (moved) untracked(readDetails);
  });
}

export function startDesk() {
  desk.start();
  let read = null;
  effect(() => {
    const { body } = desk.answer.value;
    if (body === read) return;
    read = body;
    // What was asked for is drawn as soon as it comes; what comes by itself waits for whoever points at the list.
    untracked(awaited ? list.apply : list.refresh);
    awaited = false;
    untracked(readDetails);
  });
  chosen.subscribe(readDetails);
  followChosen();
  // States and places change by the socket, without a reading.
  setInterval(list.refresh, SORT_MS);
}
