/** The report as the reply API takes it; pure, so that the checklist can be tested without a screen. */
import { nextChoices } from "./causes.js";

/**
 * @typedef {{cause: string[], measures: string[], words: string, restored_at: string, contacted: "yes"|"no"|null,
 *   not_contacted_reason: string, opinion: string, photo: Blob|null}} Report
 */

/**
 * What the review would send back: a cause to its last level, some measure, a clear word on the customer.
 * @param {Report} report
 */
export function missing(report) {
  const gaps = [];
  if (report.cause.length === 0 || nextChoices(report.cause).length > 0) gaps.push(gettext("Cause"));
  if (report.measures.length === 0 && report.words.trim() === "") gaps.push(gettext("Measures"));
  const explained = report.contacted === "yes" || (report.contacted === "no" && report.not_contacted_reason !== "");
  if (!explained) gaps.push(gettext("Contact with the customer"));
  return gaps;
}

/** @param {Report} report @returns {Record<string, unknown>} */
export function replyBody(report) {
  /** @type {Record<string, unknown>} */
  const body = {
    cause: report.cause.join(" / "),
    measures: [...report.measures, report.words.trim()].filter(Boolean).join("; "),
    restored_at: report.restored_at,
    contacted: report.contacted === "yes",
  };
  if (report.contacted === "no") body.not_contacted_reason = report.not_contacted_reason;
  if (report.opinion.trim()) body.customer_opinion = report.opinion.trim();
  if (report.photo) body.photo = report.photo;
  return body;
}

/** For `<input type="datetime-local">`: the phone's own time, to the minute. @param {string} moment */
export function localInput(moment) {
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @param {string} localText */
export const momentOf = (localText) => new Date(localText).toISOString();
