/** All that the crew page knows, as signals: the server's work, this phone's own actions, connection and place. */
import { computed, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { presentMs } from "./clock.js";
import { inWorkingOrder, isReported, standsStill, stepOf, withPending } from "./flow.js";
import { readNotices, rememberRead } from "./memory.js";
import { othersRestOn } from "./outbox.js";

/**
 * @typedef {{offers: object[], orders: object[], messages?: object[], withdrawn?: object[], finished?: object[],
 *   at: string|null}} Work
 */

export const work = signal({ offers: [], orders: [], at: null });
export const loaded = signal(false);
/** Entries of the outbox, oldest first. */
export const entries = signal([]);
/** "connecting" | "live" | "late" | "lost" */
export const connection = signal("connecting");
export const signedOut = signal(false);
/** Ids of what the server tells once and somebody has read on this phone. */
export const noticesRead = signal(new Set(readNotices()));
export function readNotice(id) {
  rememberRead(id);
  noticesRead.value = new Set([...noticesRead.peek(), id]);
}
/** The account may not work as a crew, in the server's words; "" while all is well. */
export const notACrew = signal("");
/** Of the position reporter: "off" | "asking" | "on" | "denied" | "unavailable", and the last fix. */
export const place = signal({ state: "off", fix: null });
/** The server's present moment, in milliseconds; ticks once a second for every countdown on the page. */
export const clockMs = signal(presentMs());

export const chosenNumber = signal(null);
/**
 * The form that covers the job, and of which order: `name` is "finding", "help" or the verb that asks for words; null
 * without one. @type {import("../vendor/preact/11.2.0/preact.mjs").Signal<{name: string, number: string}|null>}
 */
export const openForm = signal(null);
export const open = (order, name) => (openForm.value = { name, number: order.number });
/**
 * Actions that went out without a part: `what` is "photo" or "observed_at", `why` the server's words; until the crew
 * has read that.
 */
export const leftOut = signal([]);
/** The action for which the phone had no room and there was no line; null while all is kept. */
export const noRoom = signal(null);
/** False where the phone keeps nothing at all. */
export const lasting = signal(true);
/** The report that the server has just taken. */
export const reportSent = signal(null);

export const refused = computed(() => entries.value.filter((entry) => entry.state === "refused"));
/** On their way; what rests on a refused step is not. */
export const waiting = computed(() => {
  const stuck = new Set(refused.value.filter(othersRestOn).map((entry) => entry.number));
  return entries.value.filter((entry) => entry.state !== "refused" && !stuck.has(entry.number));
});

const answered = computed(() => new Set(entries.value.map((entry) => entry.offer_id).filter(Boolean)));

/** The offer on screen: open, not run out, not answered on this phone. */
export const offer = computed(
  () =>
    work.value.offers.find(
      (item) =>
        item.status === "OFFERED" && !answered.value.has(item.id) && Date.parse(item.expires_at) > clockMs.value,
    ) ?? null,
);

/** Accepted on this phone, not yet known to the server: the order travels inside the entry. */
const justAccepted = computed(() => waiting.value
  .filter((entry) => entry.verb === "accept" && !work.value.orders.some((order) => order.number === entry.number))
  .map((entry) => entry.order));

export const jobs = computed(() => inWorkingOrder(
  [...work.value.orders, ...justAccepted.value]
    .map((order) => withPending(order, waiting.value))
    .filter((order) => stepOf(order.status) >= 0 && (!isReported(order.status) || order.pending)),
));

/** Orders of this crew that the desk has suspended: they wait, and come back by themselves. */
export const suspended = computed(() => work.value.orders.filter((order) => standsStill(order.status)));

/** The one on screen: the order of an open form before any other, so that no words go to the wrong order. */
export const job = computed(() => {
  const named = (number) => jobs.value.find((order) => order.number === number);
  return named(openForm.value?.number) ?? named(chosenNumber.value) ?? jobs.value[0] ?? null;
});

/** Orders that left this crew without its doing, until the crew has read it. */
export const takenBack = computed(() =>
  (work.value.withdrawn ?? []).filter(({ id }) => !noticesRead.value.has(`withdrawn-${id}`)),
);

/** Ids of messages read on this phone: until the server says so too, they do not come back. */
export const readHere = signal(new Set());

/** What the desk told and nobody here has read; what was tapped on this phone is read, sent or not. */
export const messages = computed(() => {
  const read = new Set(entries.value.map((entry) => entry.message_id));
  return (work.value.messages ?? []).filter(({ id }) => !read.has(id) && !readHere.value.has(id));
});
