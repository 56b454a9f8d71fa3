// Commands on an outage or a plan: only on the revision that was seen, once per intention, a refusal in one sentence.
import { ApiProblem, newKey, post, Unreachable } from "../js/api.js";
import { fill } from "../js/text.js";
import { reloadDetails } from "./detail_data.js";

const STALE = 412;

/** @param {string} stale what to say when somebody else was quicker */
function sentenceOf(problem, stale) {
  if (problem instanceof Unreachable)
    return gettext("No answer: it is not known whether this was done. Try again; it is never done twice.");
  if (problem.status === STALE) return stale;
  return fill(gettext("Refused: {reason}"), { reason: problem.sentence() });
}

/**
 * `POST {address}`. Give the same `key` again when repeating after silence. `confirm` in the answer names the field in
 * which the server wants the same moment once more.
 *
 * @returns {Promise<{done: boolean, answer?: any, sentence?: string, silent?: boolean,
 *   errors?: Record<string, string>, confirm?: string}>}
 */
export async function send(address, body, { key, rev, stale, readAgain }) {
  try {
    const answer = await post(address, body, { key, rev });
    readAgain();
    return { done: true, answer };
  } catch (problem) {
    if (!(problem instanceof ApiProblem) && !(problem instanceof Unreachable)) throw problem;
    const silent = problem instanceof Unreachable;
    if (problem.status === STALE) readAgain();
    const errors = silent ? {} : problem.fields();
    return { done: false, sentence: sentenceOf(problem, stale), silent, errors, confirm: problem.body?.confirm };
  }
}

/** `POST outages/{number}/{verb}/`; `undo` of what it answers goes back, unless somebody has changed it since. */
export async function act(outage, verb, body, key = newKey()) {
  const told = await send(`outages/${outage.number}/${verb}/`, body, {
    key,
    rev: outage.rev,
    stale: gettext("Somebody changed this outage meanwhile. It has been read again: look, then repeat."),
    readAgain: reloadDetails,
  });
  const undo = told.answer?.undo;
  const now = { ...outage, rev: told.answer?.rev };
  return { ...told, undo: undo && { ...undo, take: () => act(now, undo.path, undo.body) } };
}
