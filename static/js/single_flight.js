/**
 * Single flight with a trailing run: `work` never runs twice at a time, and whoever asks while it runs is answered by
 * one more run right after it. What it missed (a tap, a line that came back while the last try was failing) waits for
 * no timer.
 * @param {() => Promise<unknown>} work
 * @returns {() => Promise<void>} asks for a run; done when a run that began after the asking is
 */
export function singleFlight(work) {
  let asked = false;
  /** @type {Promise<void> | null} */
  let flying = null;
  return () => {
    asked = true;
    return (flying ??= fly());
  };
  async function fly() {
    try {
      while (asked) {
        asked = false;
        await work();
      }
    } finally {
      flying = null; // in the same breath as the last look at `asked`: nobody can ask in between
    }
  }
}
