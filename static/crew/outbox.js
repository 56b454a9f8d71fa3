/**
 * Actions taken on this phone, kept in IndexedDB until the server has them: tapping works without a
 * network, in order, exactly once (the Idempotency-Key makes a repeated request harmless).
 */

import { openKept } from "./kept.js";

/**
 * @typedef {{id?: number, key: string, path: string, body: Record<string, unknown>, verb: string, number: string,
 *   observed_at: string, state: "waiting"|"refused", problem?: {status: number, code?: string, detail: string}}} Entry
 */

/**
 * One database per account: two fitters sharing a phone never send each other's actions. `of`: whose page it is; the
 * phone of grid managers has one of its own.
 */
export const openOutbox = (accountId, of = "crew") => openKept(`${of}-outbox-${accountId}`, "actions");

/**
 * Sends what waits, oldest first, and stops at the first sign of no connection.
 * A refusal (another crew was faster, the order was taken back …) is kept for the crew to read, and the later
 * actions on the same order are not tried: they rest on a step that never happened.
 * @param {(entry: Entry) => Promise<{ok: boolean, status: number, late?: string, problem?: object}>} send status 0 = no
 *   network; `late`: the order was taken back, the word was kept, and this sentence says who has it now
 * @returns {Promise<"empty"|"offline"|"signed-out">}
 */
export async function drain(outbox, send) {
  const refused = new Set();
  const told = new Set();
  for (const entry of await outbox.all()) {
    if (entry.state === "refused" && othersRestOn(entry)) refused.add(entry.number);
    if (entry.state === "refused" || refused.has(entry.number)) continue;
    const answer = await send(entry);
    if (answer.ok && answer.late && !told.has(entry.number)) {
      told.add(entry.number);
      await outbox.put({ ...entry, state: "refused", late: true, problem: { status: 200, detail: answer.late } });
    } else if (answer.ok) await outbox.remove(entry.id);
    else if (answer.status === 401 || answer.problem?.code === "someone_else_signed_in")
      return "signed-out"; // kept for whose it is
    else if (isPassing(answer.status)) return "offline";
    else {
      if (othersRestOn(entry)) refused.add(entry.number);
      await outbox.put({ ...entry, state: "refused", problem: { ...answer.problem, status: answer.status } });
    }
  }
  return "empty";
}

/**
 * A step carries the next one; what the crew found, or asks for, stands by itself, and so does a word that was kept.
 */
export const othersRestOn = (entry) => !entry.late && !BY_ITSELF.has(entry.verb);
const BY_ITSELF = new Set(["findings", "help", "post", "read"]);

/** Worth trying again without asking the crew: no network, a restart, too many requests. */
const isPassing = (status) => status === 0 || status === 408 || status === 429 || status >= 500;
