// Commands on orders: sent once with a key, shown at once, and honest when the answer does not come.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey, post, Unreachable } from "../js/api.js";
import { refused } from "../js/notice.js";
import { mayGoOn } from "./take_over.js";

const UNSURE_MS = 3000;

/** order id → {word, state: "sent"|"unsure", retry, forget} */
export const running = signal(new Map());

function mark(orderId, entry) {
  const next = new Map(running.value);
  if (entry) next.set(orderId, entry);
  else next.delete(orderId);
  running.value = next;
}

/** `POST work-orders/{number}/{verb}/`; the same key again does it once. @throws {ApiProblem|Unreachable} */
export function commandOrThrow(order, verb, body, key) {
  return post(`work-orders/${order.number}/${verb}/`, body, { key });
}

/**
 * Sends a command and shows at the order what became of it; the same key again does it once. Where a colleague works on
 * the order it is sent after a yes.
 *
 * @returns {Promise<import("../ui/verbs.js").Answer>} why it was refused is said at the foot of the page
 */
export async function sendCommand(order, verb, body, word, key) {
  if (!(await mayGoOn(order))) return { done: false };
  const retry = () => sendCommand(order, verb, body, word, key);
  const forget = () => mark(order.id, null);
  const doubt = () => mark(order.id, { word: gettext("Not confirmed"), state: "unsure", retry, forget });
  mark(order.id, { word, state: "sent" });
  const unsure = setTimeout(doubt, UNSURE_MS);
  try {
    const { undo } = await commandOrThrow(order, verb, body, key);
    mark(order.id, null);
    return { done: true, undo: undo && { ...undo, take: () => goBack(order, undo) } };
  } catch (problem) {
    const silent = problem instanceof Unreachable;
    if (silent) doubt();
    else mark(order.id, null);
    if (silent) return { done: false, silent };
    refused(problem);
    return { done: false, errors: problem.fields() };
  } finally {
    clearTimeout(unsure);
  }
}

const goBack = (order, { path, body }) => sendCommand(order, path, body, gettext("Taking back…"), newKey());

/** @returns {Promise<boolean>} whether the server took it */
export const command = async (order, verb, body, word) =>
  (await sendCommand(order, verb, body, word, newKey())).done;

/**
 * The override needs a reason unless the first candidate is taken.
 * @returns {Promise<import("../ui/verbs.js").Answer>}
 */
export function assign(order, candidate, reason = "") {
  const body = reason ? { crew_id: candidate.crew_id, reason } : { crew_id: candidate.crew_id };
  return sendCommand(order, "assign", body, gettext("Dispatching…"), newKey());
}
