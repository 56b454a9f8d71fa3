// Draws only the rows in sight, at a fixed height, so that ten thousand orders scroll like ten.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact/11.2.0/preact.mjs";

export const ROW_PX = 62;
const SPARE_ROWS = 6;

/** The window of rows in sight: [first, one past last]. */
export function windowOf(scrollTop, height, count) {
  const first = Math.max(0, Math.floor(scrollTop / ROW_PX) - SPARE_ROWS);
  return [first, Math.min(count, Math.ceil((scrollTop + height) / ROW_PX) + SPARE_ROWS)];
}

function useWindow(box, count) {
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const measure = () => setView({ top: box.current.scrollTop, height: box.current.clientHeight });
    const watcher = new ResizeObserver(measure);
    watcher.observe(box.current);
    box.current.addEventListener("scroll", measure, { passive: true });
    return () => watcher.disconnect();
  }, []);
  return windowOf(view.top, view.height, count);
}

/** Scrolls just enough that the selected row is in sight, and only when the selection changed. */
function useKeepInSight(box, ids, selectedId) {
  useEffect(() => {
    const at = ids.indexOf(selectedId);
    if (at < 0) return;
    const [top, height] = [box.current.scrollTop, box.current.clientHeight];
    if (at * ROW_PX < top) box.current.scrollTop = at * ROW_PX;
    else if ((at + 1) * ROW_PX > top + height) box.current.scrollTop = (at + 1) * ROW_PX - height;
  }, [selectedId]);
}

/**
 * @param {{ids: number[], selectedId: number|null, label: string, row: (id: number, top: number) => any, handlers:
 *   object}} props
 *   One tab stop; the active row is told by aria-activedescendant, so focus never sits on a row that scrolls away.
 */
export function VirtualList({ ids, selectedId, label, row, handlers }) {
  const box = useRef(null);
  const [first, last] = useWindow(box, ids.length);
  useKeepInSight(box, ids, selectedId);
  return html`<div class="list inset-focus" ref=${box} ...${handlers}>
    <div
      class="list-length" role="listbox" tabindex="0" aria-label=${label}
        style=${{ height: `${ids.length * ROW_PX}px` }}
      aria-activedescendant=${selectedId === null ? undefined : `order-${selectedId}`}
    >
      ${ids.slice(first, last).map((id, index) => row(id, (first + index) * ROW_PX))}
    </div>
  </div>`;
}
