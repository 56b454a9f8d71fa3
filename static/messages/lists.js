// @ts-check
// The lists of the message log, and how a message, an answer and a promise look as a row. No page, no network.
import { unitName } from "../js/words.js";

/**
 * @typedef {{id: number, at: string, what: string, text: string, who: string, number: string, subject: string,
 *   channel: string, state: string, tone: string, settle: string, row: any}} Line `settle`: where it is settled, or ""
 */

export const SURVEYS = "surveys";
const GRAVE = { FAILED: "alarm", UNCERTAIN: "alarm", BROKEN: "alarm", WITHHELD: "quiet", REPLACED: "quiet" };

/** @param {any} row @returns {Line} */
const ofMessage = (row) => ({
  id: row.id, at: row.sent_at ?? row.due_at, what: row.words, text: row.text, who: row.customer || row.recipient,
  number: row.subject.number, subject: row.subject.kind, channel: row.channel, state: row.state_words,
  tone: row.for_a_person ? "alarm" : GRAVE[row.state] === "quiet" ? "quiet" : "",
  settle: row.for_a_person ? `messages/${row.id}/settle/` : "", row,
});

/** @param {any} row @returns {Line} */
const ofAnswer = (row) => ({
  id: row.id, at: row.received_at, what: row.reading_words, text: row.text, who: row.customer || row.sender,
  number: row.subject?.number ?? "", subject: row.subject?.kind ?? "", channel: row.channel,
  state: row.settled_how, tone: row.reading === "UNREAD" && !row.settled_at ? "alarm" : "",
  settle: row.settled_at ? "" : `message-replies/${row.id}/settle/`, row,
});

/** @param {(at: string) => string} moment @returns {(row: any) => Line} */
const ofPromise = (moment) => (row) => ({
  id: row.id, at: row.told_at, what: row.words,
  text: [row.from_at, row.until_at].filter(Boolean).map(moment).join(" – "), who: row.customer,
  number: row.subject.number, subject: row.subject.kind, channel: row.channel, state: row.verdict_words,
  tone: GRAVE[row.verdict] ?? "", settle: "", row,
});

/** @param {any} row */
const saidIn = (row) => row.satisfaction_words || (row.reached ? gettext("No answer yet") : gettext("Not reached"));

/** @param {any} row @returns {Line} */
const ofSurvey = (row) => ({
  id: row.id, at: row.asked_at, what: row.kind_words, text: row.comment, who: unitName(row.unit), number: row.number,
  subject: "order", channel: row.answered_by_words, state: saidIn(row),
  tone: row.follow_up?.owner ? "alarm" : row.satisfaction ? "" : "quiet", settle: "", row,
});

/**
 * @param {(at: string) => string} moment
 * @returns {{name: string, path: string, query: Record<string, string>, words: () => string,
 *   line: (row: any) => Line}[]}
 */
export const listsOf = (moment) => [
  { name: "person", path: "messages/", query: { for_a_person: "true" }, words: () => gettext("For a person"),
    line: ofMessage },
  { name: "answers", path: "message-replies/", query: { open: "true", reading: "UNREAD" },
    words: () => gettext("Answers to read"), line: ofAnswer },
  { name: "waiting", path: "messages/", query: { state: "WAITING,SENDING" }, words: () => gettext("Waiting to go"),
    line: ofMessage },
  { name: "sent", path: "messages/", query: { state: "SENT,DELIVERED" }, words: () => gettext("Have gone"),
    line: ofMessage },
  { name: "all", path: "messages/", query: {}, words: () => gettext("All messages"), line: ofMessage },
  { name: "replies", path: "message-replies/", query: {}, words: () => gettext("All answers"), line: ofAnswer },
  { name: "book", path: "promises/", query: {}, words: () => gettext("Promises"), line: ofPromise(moment) },
  { name: SURVEYS, path: "surveys/", query: {}, words: () => gettext("How did we do?"), line: ofSurvey },
];

/** Where the subject of a message opens; "" where nothing of it does. @param {string} kind @param {string} number */
export function addressOf(kind, number) {
  if (kind === "order") return `/orders/?o=${encodeURIComponent(number)}`;
  return kind === "outage" ? `/outages/?o=${encodeURIComponent(number)}` : "";
}
