// Commands on orders: sent once with a key, shown at once, and honest when the answer does not come.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey, post, Unreachable } from "../js/api.js";
import { fill } from "../js/text.js";

const UNSURE_MS = 3000;

/** order id → {word, state: "sent"|"unsure", retry, forget} */
export const running = signal(new Map());
/** A short line at the bottom of the board: {text, tone} | null */
export const notice = signal(null);

function mark(orderId, entry) {
  const next = new Map(running.value);
  if (entry) next.set(orderId, entry);
  else next.delete(orderId);
  running.value = next;
}

let noticeTimer;
export function say(text, tone = "calm") {
  clearTimeout(noticeTimer);
  notice.value = { text, tone };
  noticeTimer = setTimeout(() => (notice.value = null), tone === "alarm" ? 10_000 : 4000);
}

/** `POST work-orders/{number}/{verb}/`; the same key again does it once. @throws {ApiProblem|Unreachable} */
export function commandOrThrow(order, verb, body, key) {
  return post(`work-orders/${order.number}/${verb}/`, body, { key });
}

/**
 * Sends a command and shows at the order what became of it.
 *
 * @returns {Promise<boolean>} whether the server took it
 */
export async function command(order, verb, body, word, key = newKey()) {
  const retry = () => command(order, verb, body, word, key);
  const forget = () => mark(order.id, null);
  const doubt = () => mark(order.id, { word: gettext("Not confirmed"), state: "unsure", retry, forget });
  mark(order.id, { word, state: "sent" });
  const unsure = setTimeout(doubt, UNSURE_MS);
  try {
    await commandOrThrow(order, verb, body, key);
    mark(order.id, null);
    return true;
  } catch (problem) {
    if (problem instanceof Unreachable) doubt();
    else report(order, problem);
    return false;
  } finally {
    clearTimeout(unsure);
  }
}

function report(order, problem) {
  mark(order.id, null);
  refused(problem);
}

/** Says why the server did not do it, or that it does not answer. */
export function refused(problem) {
  if (problem instanceof Unreachable) return say(problem.message, "alarm");
  if (!(problem instanceof ApiProblem)) throw problem;
  say(fill(gettext("Refused: {reason}"), { reason: problem.message }), "alarm");
}

/** The override needs a reason unless the first candidate is taken. */
export function assign(order, candidate, reason = "") {
  const body = reason ? { crew_id: candidate.crew_id, reason } : { crew_id: candidate.crew_id };
  return command(order, "assign", body, gettext("Dispatching…"));
}
