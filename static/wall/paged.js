// A list that shows as many rows as have room; where it may, it turns the page by itself while there are more.
import { html, signal, useEffect, useRef, useState } from "../vendor/preact/11.2.0/preact.mjs";
import { pageOf, pagesOf } from "./rules.js";

const TURN_MS = 15_000;
/** Pages turned since the start: all lists turn at the same moment, and stand still between. */
const turn = signal(0);
setInterval(() => (turn.value += 1), TURN_MS);

/**
 * @param {{rows: any[], rem: number, row: (row: any) => any, list?: string, turns?: boolean}} props `rem`: the height
 *   of a row, fixed by the sheet; `turns`: of a ranked list the first ones stay, they are what matters
 */
export function Paged({ rows, rem, row, list = "", turns = false }) {
  const box = useRef(null);
  const [room, setRoom] = useState(1);
  useEffect(() => {
    const measure = () => {
      const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
      setRoom(Math.max(1, Math.floor((box.current.clientHeight + 1) / (rem * root))));
    };
    const watch = new ResizeObserver(measure);
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [rem]);
  const pages = turns ? pagesOf(rows.length, room) : 1;
  const shown = pageOf(rows, room, pages > 1 ? turn.value : 0);
  return html`<ul class=${`paged ${list}`} ref=${box}>${shown.map(row)}</ul>
    ${pages > 1 && html`<p class="pages">${(turn.value % pages) + 1} / ${pages}</p>`}`;
}
