// The last step, while it may be taken back: a line at the foot of the page, and Ctrl+Z. Whether there is a way back,
// and which, the server says with its answer to the step; going back is a step like any other.
import { computed, html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { notice, say } from "../js/notice.js";

/**
 * As told by the server, and how it is sent.
 * @typedef {{done: string, seconds: number, take: () => Promise<{done: boolean, sentence?: string}>}} WayBack
 */

/** {words, wayBack, until} | null */
const offered = signal(/** @type {{words: string, wayBack: WayBack, until: number} | null} */ (null));
const clock = signal(0);
let ticking;

const secondsLeft = computed(() =>
  offered.value ? Math.max(0, Math.ceil((offered.value.until - Math.max(clock.value, 0)) / 1000)) : 0,
);

function withdraw() {
  clearInterval(ticking);
  offered.value = null;
}

function tick() {
  clock.value = performance.now();
  if (offered.peek() && clock.value >= offered.peek().until) withdraw();
}

/**
 * Says what was done; where there is a way back offers it. Only the last step is: whatever is done next ends it.
 * @param {string} words @param {WayBack | null | undefined} wayBack
 */
export function saidDone(words, wayBack) {
  withdraw();
  if (!wayBack) return say(words);
  notice.value = null;
  clock.value = performance.now();
  offered.value = { words, wayBack, until: clock.value + wayBack.seconds * 1000 };
  ticking = setInterval(tick, 250);
}

/** @returns {boolean} whether there was something to take back */
export function takeBack() {
  const last = offered.peek();
  if (!last) return false;
  withdraw();
  last.wayBack.take().then((answer) => {
    if (answer.done) say(last.wayBack.done);
    else if (answer.sentence) say(answer.sentence, "alarm");
  });
  return true;
}

export function UndoBar() {
  if (!offered.value) return null;
  return html`<p class="notice undo" role="status">${offered.value.words} <button class="button small"
    onClick=${takeBack}>${gettext("Undo")} <kbd class="key">Ctrl Z</kbd></button>
    <span class="quiet" aria-hidden="true">${secondsLeft.value} s</span></p>`;
}
