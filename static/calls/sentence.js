// @ts-check
// The one sentence that is read out when a call has been filed.
import { dayTime } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";

/** @type {Record<string, () => string>} */
const SENTENCES = {
  known: () => gettext("Your outage is known. Power should be back by {time} at the latest. Your number is {number}."),
  known_open: () => gettext("Your outage is known; when power will be back is not known yet. Your number is {number}."),
  urged: () => gettext("Your matter is with us already, number {number}; that you called again is passed on. {words}"),
  crew: () => gettext("Your number is {number}. A crew will be with you by {time} at the latest."),
  in: () => gettext("Your report is in. Your number is {number}."),
  joined: () => gettext("Your matter is with us already, number {number}; that you called again is passed on."),
  joined_due: () => gettext("Your matter is with us already, number {number}. By {time} at the latest, {what}."),
  matter: () => gettext("We have taken it down. Your number is {number}."),
  matter_due: () => gettext("Your number is {number}. By {time} at the latest, {what}."),
};

/** @param {import("./call_draft.js").Told} told */
export const sentenceOf = ({ number, case: which, at, code, words }) =>
  fill((SENTENCES[which] ?? SENTENCES.in)(), {
    number, words, time: at ? dayTime(at) : "", what: code ? word("clock_promise", code) : "",
  }).trim();
