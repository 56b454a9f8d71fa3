// A list that stands still while somebody points at it or walks through it: nothing above the pointer moves, and what
// is new is counted until it is asked for.
import { batch, signal } from "../vendor/preact/11.2.0/preact.mjs";

// A mouse parked on the list overnight must not freeze it: the hold ends when nothing has stirred for a while.
const AFTER_POINTER_MS = 30_000;
const AFTER_KEY_MS = 5000;

/**
 * @template Entry
 * @param {() => Entry[]} fresh the list as it is now, in its true order
 * @param {(entry: Entry) => any} keyOf undefined for what is no row, as a heading
 * @param {() => void} [onApply] before the list is drawn anew
 */
export function heldList(fresh, keyOf, onApply = () => {}) {
  /** As drawn; lags behind while held. */
  const entries = signal(/** @type {Entry[]} */ ([]));
  /** Rows that are new and not shown yet. */
  const waiting = signal(0);
  /** Rows that came above those in sight, when the list was drawn anew by itself and what is in sight stayed. */
  const above = signal(0);
  /** Grows when somebody asks to see what is new: the list begins at its top. */
  const shown = signal(0);
  let until = -Infinity;
  const keysOf = (/** @type {Entry[]} */ list) => list.map(keyOf).filter((key) => key !== undefined);
  const holdFor = (/** @type {number} */ ms) => (until = Math.max(until, performance.now() + ms));

  /** @param {boolean} byItself nobody asked for it: then nothing in sight moves (`List`) */
  function draw(byItself) {
    onApply();
    batch(() => {
      held.byItself = byItself;
      entries.value = fresh();
      waiting.value = 0;
      if (!byItself) above.value = 0;
    });
  }

  function refresh() {
    if (performance.now() > until || entries.peek().length === 0) return draw(true);
    const drawn = new Set(keysOf(entries.peek()));
    waiting.value = keysOf(fresh()).filter((key) => !drawn.has(key)).length;
  }

  function end() {
    until = -Infinity;
    draw(true);
  }

  const apply = () => draw(false);

  function show() {
    apply();
    shown.value += 1;
  }

  const point = () => holdFor(AFTER_POINTER_MS);
  const handlers = { onPointerMove: point, onWheel: point, onFocusIn: point, onPointerLeave: end };
  const held = {
    entries, waiting, above, shown, byItself: false, apply, show, refresh, handlers,
    holdKey: () => holdFor(AFTER_KEY_MS),
  };
  return held;
}

/**
 * The key `step` places after the chosen one, or before it; the first when none is chosen; undefined for an empty list.
 *
 * @template Key
 * @param {Key[]} keys @param {Key | null | undefined} chosen @param {number} step
 */
export function keyAfter(keys, chosen, step) {
  const at = keys.findIndex((key) => key === chosen);
  return keys[at < 0 ? 0 : Math.max(0, Math.min(keys.length - 1, at + step))];
}
