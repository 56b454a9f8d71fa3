// Commands on an outage: only on the revision that was seen, once per intention, and a refusal in one clear sentence.
import { ApiProblem, newKey, post, Unreachable } from "../js/api.js";
import { fill } from "../js/text.js";
import { reloadDetails } from "./detail_data.js";

const STALE = 412;

function sentenceOf(problem) {
  if (problem instanceof Unreachable)
    return gettext("No answer: it is not known whether this was done. Try again; it is never done twice.");
  if (problem.status === STALE)
    return gettext("Somebody changed this outage meanwhile. It has been read again: look, then repeat.");
  const field = problem.errors?.[0]?.detail;
  return fill(gettext("Refused: {reason}"), { reason: field ?? problem.message });
}

/** Name of the field in which the server wants the same moment once more, or undefined. */
export const asksAgain = (problem) => problem.body?.confirm;

/**
 * `POST outages/{number}/{verb}/`. Give the same `key` again when repeating after silence.
 *
 * @returns {Promise<{done: boolean, answer?: any, sentence?: string, silent?: boolean, confirm?: string}>}
 */
export async function act(outage, verb, body, key = newKey()) {
  try {
    const answer = await post(`outages/${outage.number}/${verb}/`, body, { key, rev: outage.rev });
    reloadDetails();
    return { done: true, answer };
  } catch (problem) {
    if (!(problem instanceof ApiProblem) && !(problem instanceof Unreachable)) throw problem;
    if (problem.status === STALE) reloadDetails();
    return {
      done: false,
      sentence: sentenceOf(problem),
      silent: problem instanceof Unreachable,
      confirm: asksAgain(problem),
    };
  }
}
