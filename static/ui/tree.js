// @ts-check
// A tree that is walked by the keyboard as trees are: up and down through what is shown, right opens, left closes or
// goes up, Enter takes.
import { html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";

/** @typedef {{code: string, depth: number}} Row each row before those below it */

/** Indices of the rows that are shown. @param {Row[]} rows @param {Set<string>} closed codes of the closed ones */
export function shownRows(rows, closed) {
  const shown = [];
  let under = Infinity; // depth of a closed row: all deeper ones are hidden until one is not
  for (const [index, row] of rows.entries()) {
    if (row.depth > under) continue;
    under = closed.has(row.code) ? row.depth : Infinity;
    shown.push(index);
  }
  return shown;
}

/** @param {Row[]} rows @param {number} index */
export const hasBelow = (rows, index) => (rows[index + 1]?.depth ?? 0) > rows[index].depth;

/** @param {Row[]} rows @param {number} index the row above in the tree, or the same */
function aboveOf(rows, index) {
  for (let at = index - 1; at >= 0; at -= 1) if (rows[at].depth < rows[index].depth) return at;
  return index;
}

/**
 * What a key does to the marked row and the closed ones; null for a key that is none of the tree's.
 * @param {string} key @param {{rows: Row[], marked: number, closed: Set<string>}} state
 * @returns {{marked?: number, open?: string, close?: string, take?: number} | null}
 */
export function meaningInTree(key, { rows, marked, closed }) {
  const shown = shownRows(rows, closed);
  const at = shown.indexOf(marked);
  const row = rows[marked];
  if (key === "ArrowDown") return { marked: shown[Math.min(at + 1, shown.length - 1)] };
  if (key === "ArrowUp") return { marked: shown[Math.max(at - 1, 0)] };
  if (key === "Home") return { marked: shown[0] };
  if (key === "End") return { marked: shown[shown.length - 1] };
  if (key === "Enter" || key === " ") return { take: marked };
  if (key === "ArrowRight")
    return closed.has(row.code) ? { open: row.code } : { marked: hasBelow(rows, marked) ? marked + 1 : marked };
  if (key === "ArrowLeft")
    return hasBelow(rows, marked) && !closed.has(row.code)
      ? { close: row.code }
      : { marked: aboveOf(rows, marked) };
  return null;
}

/**
 * @param {{id: string, label: string, rows: any[], chosen: string[], line: (row: any) => any,
 *   onTake: (row: any) => void, onMark?: (row: any) => void}} props
 */
export function Tree({ id, label, rows, chosen, line, onTake, onMark = () => {} }) {
  const closed = useSignal(/** @type {Set<string>} */ (new Set()));
  const marked = useSignal(0);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const at = Math.min(marked.value, rows.length - 1);
  useEffect(() => {
    const found = rows.findIndex((row) => chosen.includes(row.code));
    if (found >= 0) marked.value = found;
  }, [rows]);
  useEffect(() => {
    box.current?.querySelector(`[data-row="${at}"]`)?.scrollIntoView?.({ block: "nearest" });
  }, [at]);
  if (rows.length === 0) return null;
  const change = (/** @type {string} */ code, /** @type {boolean} */ close) => {
    const next = new Set(closed.value);
    if (close) next.add(code);
    else next.delete(code);
    closed.value = next;
  };
  const mark = (/** @type {number} */ index) => {
    marked.value = index;
    onMark(rows[index]);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const meant = meaningInTree(event.key, { rows, marked: at, closed: closed.value });
    if (!meant) return;
    event.preventDefault();
    event.stopPropagation();
    if (meant.marked !== undefined) mark(meant.marked);
    if (meant.open) change(meant.open, false);
    if (meant.close) change(meant.close, true);
    if (meant.take !== undefined) onTake(rows[meant.take]);
  };
  const item = (/** @type {number} */ index) => `${id}-item-${index}`;
  return html`<ul class="tree" role="tree" id=${id} aria-label=${label} tabindex="0" ref=${box} onKeyDown=${press}
    aria-activedescendant=${item(at)}>${shownRows(rows, closed.value).map((index) => {
      const row = rows[index];
      const below = hasBelow(rows, index);
      const fold = below && html`<span class="tree-fold" aria-hidden="true" onClick=${(/** @type {any} */ event) => {
        event.stopPropagation();
        change(row.code, !closed.value.has(row.code));
      }}>${closed.value.has(row.code) ? "▸" : "▾"}</span>`;
      return html`<li key=${row.code} id=${item(index)} data-row=${index} role="treeitem" aria-level=${row.depth + 1}
        class=${`depth-${Math.min(row.depth, 6)} ${index === at ? "marked" : ""}`}
        aria-selected=${chosen.includes(row.code)} aria-expanded=${below ? !closed.value.has(row.code) : undefined}
        onClick=${() => { mark(index); onTake(row); }}>${fold}${line(row)}</li>`;
    })}</ul>`;
}
