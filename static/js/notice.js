// The short line at the bottom of a page: what was done, or why it was not.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, Unreachable } from "./api.js";
import { fill } from "./text.js";

/** {text, tone} | null */
export const notice = signal(null);

let timer;
export function say(text, tone = "calm") {
  clearTimeout(timer);
  notice.value = { text, tone };
  timer = setTimeout(() => (notice.value = null), tone === "alarm" ? 10_000 : 4000);
}

/** Says why the server did not do it, or that it does not answer. */
export function refused(problem) {
  if (problem instanceof Unreachable) return say(problem.message, "alarm");
  if (!(problem instanceof ApiProblem)) throw problem;
  say(fill(gettext("Refused: {reason}"), { reason: problem.sentence() }), "alarm");
}
