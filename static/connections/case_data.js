// @ts-check
// The case behind the opened order: its own facts, appointments with their moves, plans, the feed. Read when the
// order is opened, and again whenever its record was.
import { effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { details } from "../console/detail_data.js";
import { get, newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { refused, say } from "../js/notice.js";

const KIND = "CONNECTION";
const MOST = "200";
const MOST_PAGES = 5; // a case has a thousand posts at most
const NOTHING = { number: "", row: null, appointments: [], plans: [], feed: [], problem: null };

/** {number, row, appointments, plans, feed, problem} of the opened case; `number` is "" where none is opened. */
export const opened = signal(/** @type {any} */ (NOTHING));

/** The whole feed, oldest first: the API tells it in pages. @param {string} path */
async function feedOf(path) {
  const found = [];
  let page = await get(path, { limit: MOST });
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    found.push(...page.results);
    if (!page.next) break;
    page = await get(path + new URL(page.next).search);
  }
  return found;
}

/** @param {string} number */
async function read(number) {
  const path = `connection-cases/${encodeURIComponent(number)}/`;
  if (opened.peek().number !== number) opened.value = { ...NOTHING, number };
  const answers = await Promise.allSettled([
    get(path), get("appointments/", { number, limit: MOST }), get(`${path}plans/`),
    feedOf(`${path}feed/`),
  ]);
  if (opened.peek().number !== number) return;
  const [row, appointments, plans, feed] = answers.map((each) => each.status === "fulfilled" ? each.value : null);
  const old = opened.peek();
  const failed = /** @type {any} */ (answers.find((each) => each.status === "rejected"));
  opened.value = {
    number, row: row ?? old.row, appointments: appointments?.results ?? old.appointments, plans: plans ?? old.plans,
    feed: feed ?? old.feed, problem: failed?.reason ?? null,
  };
}

export const reread = () => opened.peek().number && read(opened.peek().number);

export function startCase() {
  effect(() => {
    const { record } = details.value;
    untracked(() => {
      if (record?.order_kind === KIND) read(record.number);
      else opened.value = NOTHING;
    });
  });
}

/** What is being written to a case. @param {string} number */
export const wordsFor = (number) => draft(`feed ${number}`, { text: "", key: "" });

/**
 * Words and a photo for everybody who works on the case. The key is kept with the words: without an answer the same
 * words again are one post. @param {string} number @param {File | undefined} photo @returns {Promise<boolean>} sent
 */
export async function postTo(number, photo) {
  const typed = wordsFor(number);
  if (!typed.values.peek().key) typed.change({ key: newKey() });
  const { text, key } = typed.values.peek();
  const body = new FormData();
  body.append("text", text);
  if (photo) body.append("photo", photo);
  try {
    await post(`connection-cases/${encodeURIComponent(number)}/feed/`, body, { key, timeoutMs: 60_000 });
  } catch (/** @type {any} */ problem) {
    if (problem.status) typed.change({ key: "" }); // it was answered: what is sent next is another intention
    refused(problem);
    return false;
  }
  typed.drop();
  say(gettext("Sent: the applicant can read it."));
  await read(number);
  return true;
}
