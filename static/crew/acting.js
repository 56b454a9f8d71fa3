/** Between the store and the server: what the crew taps goes into the outbox first, then out, in order. */
import { ApiProblem, newKey, post } from "../js/api.js";
import { addressOf, becomes, isOnJob } from "./flow.js";
import { drain, othersRestOn } from "./outbox.js";
import { entries, photoLeftOut, place, presentMs, readHere, reported, signedOut } from "./store.js";

const RETRY_MS = 10_000;
let outbox = null;
let draining = null;
let again = false;

/** @param {Awaited<ReturnType<typeof import("./outbox.js").openOutbox>>} opened */
export async function startSending(opened) {
  outbox = opened;
  addEventListener("online", sendNow);
  setInterval(sendNow, RETRY_MS);
  await reread();
  return sendNow();
}

/**
 * Records one action on an order; the page shows it as done at once, with a pending mark. `shown` stays on this phone.
 */
export function actOnOrder(order, verb, body = {}, shown = {}) {
  if (leaves(verb)) reported.add(order.number);
  // Steps carry the moment of the tap; help is asked for at the moment it arrives.
  const observed = verb === "help" ? {} : { observed_at: now() };
  return record({
    ...shown,
    verb,
    number: order.number,
    place: order.place,
    path: `work-orders/${order.number}/${addressOf(verb)}/`,
    body: { ...body, ...observed, ...placeFor(verb) },
  });
}

/** After it the order is no longer with the crew. */
const leaves = (verb) => Boolean(becomes(verb)) && !isOnJob(becomes(verb));

/** @param {"accept"|"reject"} verb */
export function answerOffer(offer, verb, body = {}) {
  return record({
    verb,
    number: offer.order.number,
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
}

async function record(entry) {
  await outbox.add({ ...entry, key: newKey(), observed_at: now(), state: "waiting" });
  await reread();
  return sendNow();
}

/** One sender at a time; what is tapped while it sends is sent right after, not with the next tick of the timer. */
export function sendNow() {
  again = true;
  draining ??= sendAll();
  return draining;
}

async function sendAll() {
  try {
    while (again) {
      again = false;
      const outcome = await drain(outbox, send);
      if (outcome === "signed-out") signedOut.value = true;
      if (outcome !== "empty") again = false; // no line: the timer tries again
      await reread();
    }
  } finally {
    draining = null; // at once: a tap in the next moment must start a sender of its own
  }
}

async function reread() {
  entries.value = await outbox.all();
}

async function send(entry) {
  const answer = await tryToSend(entry.path, entry.body, entry.key);
  if (answer.photoRefused) photoLeftOut.value = [...photoLeftOut.peek(), { ...entry, why: answer.photoRefused }];
  if (answer.ok || !answer.aboutPhoto) return answer;
  // A photo that the centre cannot read must not hold back the report.
  const { photo: _, ...words } = entry.body;
  const second = await tryToSend(entry.path, words, `${entry.key}-words`);
  if (second.ok) photoLeftOut.value = [...photoLeftOut.peek(), entry];
  return second;
}

async function tryToSend(path, body, key) {
  try {
    const answer = await post(path, withPhoto(body), { key });
    return { ok: true, status: 200, late: answer?.late, photoRefused: answer?.photo_refused };
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) return { ok: false, status: 0 };
    const { status, code, detail, title } = problem;
    const aboutPhoto = Boolean(body.photo) && (status === 413 || "photo" in problem.fields());
    return { ok: false, status, problem: { code, detail: detail || title }, aboutPhoto };
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
