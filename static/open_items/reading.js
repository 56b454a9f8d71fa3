// Reads an address again and again while somebody looks, and says how old the answer is. The socket says when to hurry.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";

const HURRY_MS = 2000;

/**
 * @param {() => string} path what to ask now; another answer than the last one is waited for is dropped
 * @param {number} everyMs
 */
export function readAgain(path, everyMs) {
  /** {body, problem, at, loading} */
  const answer = signal({ body: null, problem: null, at: 0, loading: true });
  let asking = null;
  let hurrying = null;

  async function read() {
    asking?.abort();
    const mine = (asking = new AbortController());
    answer.value = { ...answer.peek(), loading: true };
    try {
      const body = await get(path(), undefined, { signal: mine.signal });
      if (!mine.signal.aborted) put(body);
    } catch (problem) {
      if (!mine.signal.aborted) answer.value = { ...answer.peek(), problem, loading: false };
    }
  }

  /** Takes what a step has answered with, as if it had been read. A reading under way may have begun before the step:
   * its answer is dropped, else a button that was just made free would be shut again under the hand. */
  function put(body) {
    asking?.abort();
    answer.value = { body, problem: null, at: Date.now(), loading: false };
  }

  /** Something has changed: look soon, and not more often than every two seconds. */
  function hurry() {
    hurrying ??= setTimeout(() => {
      hurrying = null;
      if (!document.hidden) read();
    }, HURRY_MS);
  }

  function start() {
    read();
    setInterval(() => document.hidden || read(), everyMs);
    document.addEventListener("visibilitychange", () => document.hidden || read());
  }

  return { answer, read, put, hurry, start };
}
