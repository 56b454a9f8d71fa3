/** Between the store and the server: what the crew taps goes into the outbox first, then out, in order. */
import { ApiProblem, newKey, post } from "../js/api.js";
import { singleFlight } from "../js/single_flight.js";
import { presentMs } from "./clock.js";
import { addressOf, becomes } from "./flow.js";
import { keptInMemory } from "./kept.js";
import { drain, othersRestOn } from "./outbox.js";
import { keepPhoto } from "./photos.js";
import { entries, leftOut, noRoom, place, readHere, reportSent, signedOut, work } from "./store.js";

const RETRY_MS = 10_000;
let outbox = keptInMemory();
/** Runs `work` while no other window of this account sends. @type {(work: () => Promise<void>) => Promise<void>} */
let alone = (work) => work();
/** Tells the other windows that the outbox has changed. */
let tellOthers = () => {};

/** @param {import("./kept.js").Kept} opened @param {number} accountId */
export async function startSending(opened, accountId) {
  outbox = opened;
  const name = `crew-outbox-${accountId}`;
  // A key makes a second request harmless; the lock saves the crew its data. Only secure pages have locks.
  if (navigator.locks) alone = (work) => navigator.locks.request(name, work);
  const channel = new BroadcastChannel(name);
  channel.onmessage = reread;
  tellOthers = () => channel.postMessage("changed");
  addEventListener("online", sendNow);
  setInterval(sendNow, RETRY_MS);
  await reread();
  sendNow(); // the page does not wait for the network
}

/**
 * Records one action on an order; the page shows it as done at once, with a pending mark. `shown` stays on this phone.
 * @returns {Promise<boolean>} false: the phone has no room and there is no line; what was typed must stay
 */
export function actOnOrder(order, verb, body = {}, shown = {}) {
  // Steps carry the moment of the tap; help is asked for at the moment it arrives.
  const observed = verb === "help" ? {} : { observed_at: now() };
  return record({
    ...shown,
    verb,
    number: order.number,
    title: order.title,
    place: order.place,
    path: `work-orders/${order.number}/${addressOf(verb)}/`,
    body: { ...body, ...observed, ...placeFor(verb) },
  });
}

/** @param {"accept"|"reject"} verb */
export function answerOffer(offer, verb, body = {}) {
  return record({
    verb,
    number: offer.order.number,
    title: offer.order.title,
    place: offer.order.place,
    offer_id: offer.id,
    order: { ...offer.order, status: becomes("accept") },
    path: `offers/${offer.id}/${verb}/`,
    body,
  });
}

/** The crew has read what the desk told. */
export function readMessage({ id, text }) {
  readHere.value = new Set([...readHere.peek(), id]);
  const path = `crew-messages/${id}/acknowledge/`;
  return record({ verb: "read", number: "", place: text, message_id: id, body: {}, path });
}

/** The crew has read why its action was refused: it and what rested on it are dropped, the server's state stands. */
export async function dismiss(refusal) {
  const gone = othersRestOn(refusal) ? entries.value.filter((item) => item.number === refusal.number) : [refusal];
  for (const entry of gone) await outbox.remove(entry.id);
  await reread();
  tellOthers();
}

/** The same tap, in this window or another, that has not been sent yet: a step is taken once. */
const sameStep = (entry) => (kept) =>
  kept.state === "waiting" && kept.verb === entry.verb && kept.path === entry.path && Boolean(becomes(entry.verb));

async function record(tapped) {
  const entry = { ...tapped, key: newKey(), observed_at: now(), state: "waiting" };
  try {
    await outbox.add(entry, sameStep(entry));
  } catch {
    return sendWithoutKeeping(entry); // no room on the phone
  }
  noRoom.value = reportSent.value = null;
  await reread();
  tellOthers();
  sendNow();
  return true;
}

/** A photo is what needs the room: without it the words may still be kept. */
async function sendWithoutKeeping(entry) {
  const { photo, ...words } = entry.body;
  if (photo) {
    leftOut.value = [...leftOut.peek(), { ...entry, what: "photo", why: gettext("This phone has no room for it.") }];
    return record({ ...entry, body: words });
  }
  const answer = await send(entry);
  noRoom.value = answer.ok ? null : entry;
  return answer.ok;
}

/** One sender at a time; what is tapped while it sends is sent right after, not with the next tick of the timer. */
export const sendNow = singleFlight(() => alone(sendAll));

async function sendAll() {
  const outcome = await drain(outbox, send);
  if (outcome === "signed-out") signedOut.value = true;
  await reread();
  tellOthers();
}

async function reread() {
  entries.value = await outbox.all();
}

/** What a request may leave out rather than be refused: a photo nobody can read, a moment of a clock gone wrong. */
const MAY_BE_LEFT_OUT = { photo: "words", observed_at: "now" };

async function send(entry, body = entry.body, key = entry.key) {
  const answer = await tryToSend(entry.path, body, key);
  if (answer.ok) return taken(entry, answer);
  const [field, mark] = Object.entries(MAY_BE_LEFT_OUT).find(([name]) => answer.about?.(name) && body[name]) ?? [];
  if (!field) return answer;
  const { [field]: _, ...rest } = body;
  const second = await send(entry, rest, `${key}-${mark}`);
  if (second.ok) leftOut.value = [...leftOut.peek(), { ...entry, what: field }];
  return second;
}

function taken(entry, answer) {
  const { photo_refused: why, status, rev, late } = answer.told;
  if (why) leftOut.value = [...leftOut.peek(), { ...entry, what: "photo", why }];
  if (entry.verb === "accept") work.value = withAccepted(work.peek(), entry);
  else if (rev && !late) work.value = withState(work.peek(), entry.number, { status, rev });
  if (entry.verb === "reply" && !late) {
    reportSent.value = entry;
    keepPhoto(entry.number, null);
  }
  return { ok: true, status: 200, late };
}

// What the server has answered stands on the page at once; the work that it tells a moment later says the same.
const withState = (held, number, state) => ({
  ...held,
  orders: held.orders.map((order) =>
    order.number === number && order.rev < state.rev ? { ...order, ...state } : order,
  ),
});
const withAccepted = (held, { number, offer_id: id, order }) => ({
  ...held,
  offers: held.offers.filter((offer) => offer.id !== id),
  orders: [...held.orders.filter((held) => held.number !== number), order],
});

async function tryToSend(path, body, key) {
  try {
    return { ok: true, status: 200, told: (await post(path, withPhoto(body), { key })) ?? {} };
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) return { ok: false, status: 0 };
    const { status, code, detail, title } = problem;
    const about = (name) => name in problem.fields() || (name === "photo" && status === 413);
    return { ok: false, status, problem: { code, detail: detail || title }, about };
  }
}

function withPhoto(body) {
  if (!body.photo) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body))
    form.append(name, value, ...(value instanceof Blob ? ["photo.jpg"] : []));
  return form;
}

/** This phone's time, set right by what the server last said: a fast clock must not report from the future. */
const now = () => new Date(presentMs()).toISOString();
const placeFor = (verb) =>
  verb === "arrive" && place.value.fix ? { lat: place.value.fix.lat, lon: place.value.fix.lon } : {};
