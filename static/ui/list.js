// The one list of rows: draws only those in sight, at their places in a list of its full length, so that ten thousand
// scroll like ten and nothing moves when others come into sight.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact/11.2.0/preact.mjs";
import { inSight, topsOf } from "./places.js";

/** Follows the scrolling of `box`, without asking for a layout; redraws when other entries come into sight. */
function useInSight(box, tops, onTop) {
  const [, redraw] = useState("");
  const pane = useRef({ top: 0, height: 800 }).current;
  const present = () => inSight(tops, pane.top, pane.height);
  useLayoutEffect(() => {
    const measure = () => {
      pane.top = box.current.scrollTop;
      pane.height = box.current.clientHeight;
      if (pane.top < 1) onTop();
      redraw(present().join());
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(box.current);
    box.current.addEventListener("scroll", measure, { passive: true });
    return () => {
      watcher.disconnect();
      box.current?.removeEventListener("scroll", measure);
    };
  }, [tops]);
  return present();
}

/** Scrolls just enough that the chosen entry is in sight with the heading above it, and only when it has changed. */
function useKeepInSight(box, tops, at, lead, chosen) {
  useEffect(() => {
    if (at < 0) return;
    const [top, height] = [box.current.scrollTop, box.current.clientHeight];
    if (tops[at] - lead < top) box.current.scrollTop = tops[at] - lead;
    else if (tops[at + 1] > top + height) box.current.scrollTop = tops[at + 1] - height;
  }, [chosen, at < 0]);
}

/** How many of the entries above the first in sight are new. */
function newAbove({ entries, keyOf, tops }, drawn, top) {
  const known = new Set(drawn.map(keyOf));
  const keys = entries.filter((_, at) => tops[at + 1] <= top).map(keyOf);
  return keys.filter((key) => key !== undefined && !known.has(key)).length;
}

/** What comes by itself moves nothing under the eye: the chosen row stays, and what came above it is counted. */
function useStayInPlace(box, now) {
  const { list, entries, tops, at, chosen } = now;
  const before = useRef({ chosen: undefined, top: -1, entries: [] });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = { chosen, top: at < 0 ? -1 : tops[at], entries };
    if (!list.byItself || at < 0 || was.top < 0 || was.chosen !== chosen || was.top === tops[at]) return;
    const pane = box.current;
    const wasInSight = was.top >= pane.scrollTop && was.top < pane.scrollTop + pane.clientHeight;
    if (!wasInSight) return;
    pane.scrollTop += tops[at] - was.top;
    if (tops[at] > was.top) list.above.value += newAbove(now, was.entries, pane.scrollTop);
  }, [tops, chosen]);
  useEffect(() => void (list.shown.value && (box.current.scrollTop = 0)), [list.shown.value]);
}

/**
 * One tab stop; the chosen row is told by aria-activedescendant, so focus never sits on a row that scrolls away.
 *
 * @param {{id: string, label: string, list: ReturnType<import("./hold.js").heldList>, chosen: any,
 *   keyOf: (entry: any) => any, heightOf: (entry: any) => number, rowId: (entry: any) => string,
 *   draw: (entry: any, style: object) => any, empty: any}} props `keyOf` as of `heldList`; `draw` gives an `li` that
 *   takes the style; `empty` stands there while there is no entry
 */
export function List({ id, label, list, chosen, keyOf, heightOf, rowId, draw, empty }) {
  const entries = list.entries.value;
  const box = useRef(null);
  const tops = useMemo(() => topsOf(entries.map(heightOf)), [entries]);
  const [first, last] = useInSight(box, tops, () => (list.above.value = 0));
  const at = entries.findIndex((entry) => keyOf(entry) !== undefined && keyOf(entry) === chosen);
  const underHeading = at > 0 && keyOf(entries[at - 1]) === undefined;
  useStayInPlace(box, { list, entries, tops, at, chosen, keyOf });
  useKeepInSight(box, tops, at, underHeading ? tops[at] - tops[at - 1] : 0, chosen);
  const active = at >= first && at < last ? rowId(entries[at]) : undefined;
  // The same object as long as the place is the same: a row that has not changed is then not drawn again.
  const styles = useMemo(() => new Map(), [tops]);
  const styleAt = (at) => styles.get(at) ?? styles.set(at, { transform: `translateY(${tops[at]}px)` }).get(at);
  const place = (entry, index) => draw(entry, styleAt(first + index));
  return html`<div class="queue-body">
    <div class="list inset-focus" ref=${box} ...${list.handlers}>
      <ul class="list-length" id=${id} role="listbox" tabindex="0" aria-label=${label} aria-activedescendant=${active}
        style=${{ height: `${tops.at(-1)}px` }}>${entries.slice(first, last).map(place)}</ul>
    </div>
    ${entries.length === 0 && empty}</div>`;
}

/** What is new and out of sight: held back, or above. @param {{list: any, words: (count: number) => string}} props */
export function Pill({ list, words }) {
  const count = list.waiting.value + (list.above?.value ?? 0);
  return html`<span class="pill-place" role="status">${count > 0 &&
    html`<button class="pill" onClick=${list.show ?? list.apply}>${words(count)}</button>`}</span>`;
}
