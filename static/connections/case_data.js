// @ts-check
// The case behind the opened order: its own facts, appointments with their moves, plans, the feed. They come with the
// order's record, in one answer (console/detail_data.js).
import { computed } from "../vendor/preact/11.2.0/preact.mjs";
import { details, reloadDetails, tellWhole } from "../console/detail_data.js";
import { newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { refused, say } from "../js/notice.js";

export const KIND = "CONNECTION";
const NOTHING = { number: "", row: null, appointments: [], plans: [], feed: [] };

/** {number, row, appointments, plans, feed} of the opened case; `number` is "" where none is opened. */
export const opened = computed(() => {
  const { whole } = details.value;
  return whole ? { ...whole, number: whole.row.number } : NOTHING;
});

export const startCase = () => tellWhole(KIND, (number) => `connection-cases/${encodeURIComponent(number)}/panel/`);

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
  await reloadDetails();
  return true;
}
