// The one list of rows: draws only those in sight, at their places in a list of its full length, so that ten thousand
// scroll like ten and nothing moves when others come into sight.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact/11.2.0/preact.mjs";
import { inSight, topsOf } from "./places.js";

/** Follows the scrolling of `box`; redraws only when other entries come into sight. */
function useInSight(box, tops) {
  const [, redraw] = useState("");
  const present = () => inSight(tops, box.current?.scrollTop ?? 0, box.current?.clientHeight ?? 800);
  useLayoutEffect(() => {
    const measure = () => redraw(present().join());
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
  const [first, last] = useInSight(box, tops);
  const at = entries.findIndex((entry) => keyOf(entry) !== undefined && keyOf(entry) === chosen);
  const underHeading = at > 0 && keyOf(entries[at - 1]) === undefined;
  useKeepInSight(box, tops, at, underHeading ? tops[at] - tops[at - 1] : 0, chosen);
  const active = at >= first && at < last ? rowId(entries[at]) : undefined;
  const place = (entry, index) => draw(entry, { transform: `translateY(${tops[first + index]}px)` });
  return html`<div class="queue-body">
    <div class="list inset-focus" ref=${box} ...${list.handlers}>
      <ul class="list-length" id=${id} role="listbox" tabindex="0" aria-label=${label} aria-activedescendant=${active}
        style=${{ height: `${tops.at(-1)}px` }}>${entries.slice(first, last).map(place)}</ul>
    </div>
    ${entries.length === 0 && empty}</div>`;
}

/** What is new and held back. @param {{list: any, words: (count: number) => string}} props */
export function Pill({ list, words }) {
  const count = list.waiting.value;
  return html`<span class="pill-place" role="status">${count > 0 &&
    html`<button class="pill" onClick=${list.apply}>${words(count)}</button>`}</span>`;
}
