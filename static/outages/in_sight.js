// Which entries of the list are drawn: those in sight and a few beside, so that two thousand outages scroll like
// twenty.
import { useEffect, useLayoutEffect, useState } from "../vendor/preact/11.2.0/preact.mjs";

export const HEADING_PX = 30;
export const ROW_PX = 58;
const SPARE_PX = 600;

/** Where each entry begins, and last where the list ends. @param {Array<{level?: string}>} entries */
export function topsOf(entries) {
  const tops = [0];
  for (const entry of entries) tops.push(tops.at(-1) + (entry.level ? HEADING_PX : ROW_PX));
  return tops;
}

/** The first entry that ends below `y`. */
function entryAt(tops, y) {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle + 1] > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** [first, one past last] of the entries between `top` and `top + height`, spare ones included. */
export function inSight(tops, top, height) {
  const last = tops.length - 1;
  return [Math.min(last, entryAt(tops, top - SPARE_PX)), Math.min(last, entryAt(tops, top + height + SPARE_PX) + 1)];
}

/** Follows the scrolling of `box`; redraws only when other entries come into sight. */
export function useInSight(box, tops) {
  const [, redraw] = useState("");
  const window_ = () => inSight(tops, box.current?.scrollTop ?? 0, box.current?.clientHeight ?? 800);
  useLayoutEffect(() => {
    const measure = () => redraw(window_().join());
    const watcher = new ResizeObserver(measure);
    watcher.observe(box.current);
    box.current.addEventListener("scroll", measure, { passive: true });
    return () => {
      watcher.disconnect();
      box.current?.removeEventListener("scroll", measure);
    };
  }, [tops]);
  return window_();
}

/** Scrolls just enough that the chosen entry is in sight, and only when another one is chosen. */
export function useKeepInSight(box, tops, at, chosen) {
  useEffect(() => {
    if (at < 0) return;
    const [top, height] = [box.current.scrollTop, box.current.clientHeight];
    if (tops[at] - HEADING_PX < top) box.current.scrollTop = tops[at] - HEADING_PX;
    else if (tops[at + 1] > top + height) box.current.scrollTop = tops[at + 1] - height;
  }, [chosen, at < 0]);
}
