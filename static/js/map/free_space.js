// @ts-check
// What of a map is free to be looked at: panels, buttons and legends lie over its edges. Pure.

/** @typedef {{left: number, top: number, right: number, bottom: number}} Edges of a rectangle, or widths of margins */

/** Beside a symbol stands its label; above and below it there is less. */
const BESIDE = { left: 60, top: 30, right: 60, bottom: 30 };
/** Of the map, both sides together: what is left must be enough to fit something into it. */
const AT_MOST = 0.7;

/**
 * Margins within which nothing lies over the map. Each thing in turn takes from the edge where it takes the least area
 * of what the things before it have left: panels come first, buttons stand beside them. By area and not by length: a
 * panel as high as a low, wide map would take the whole of it from below.
 * @param {Edges} map @param {Edges[]} over @returns {Edges}
 */
export function margins(map, over) {
  const free = { left: map.left, top: map.top, right: map.right, bottom: map.bottom };
  for (const thing of over) {
    if (thing.right <= free.left || thing.left >= free.right || thing.bottom <= free.top || thing.top >= free.bottom)
      continue;
    const wide = free.right - free.left;
    const high = free.bottom - free.top;
    const cuts = /** @type {["left" | "top" | "right" | "bottom", number, number][]} */ ([
      ["left", (thing.right - free.left) * high, thing.right], ["right", (free.right - thing.left) * high, thing.left],
      ["top", (thing.bottom - free.top) * wide, thing.bottom], ["bottom", (free.bottom - thing.top) * wide, thing.top],
    ]);
    const [edge, , at] = cuts.reduce((least, one) => (one[1] < least[1] ? one : least));
    free[edge] = at;
  }
  return {
    left: free.left - map.left, top: free.top - map.top,
    right: map.right - free.right, bottom: map.bottom - free.bottom,
  };
}

/** @param {number} before @param {number} after @param {number} whole @returns {[number, number]} */
function squeezed(before, after, whole) {
  const share = Math.min(1, (whole * AT_MOST) / Math.max(1, before + after));
  return [before * share, after * share];
}

/** The margins for something that is to be seen with its labels. @param {Edges} map @param {Edges[]} over */
export function space(map, over) {
  const free = margins(map, over);
  const [left, right] = squeezed(free.left + BESIDE.left, free.right + BESIDE.right, map.right - map.left);
  const [top, bottom] = squeezed(free.top + BESIDE.top, free.bottom + BESIDE.bottom, map.bottom - map.top);
  return { left, top, right, bottom };
}

/**
 * @param {{x: number, y: number}} point pixels from the map's corner @param {Edges} map @param {Edges} free margins
 */
export const isFree = ({ x, y }, map, free) =>
  x >= free.left && y >= free.top && x <= map.right - map.left - free.right && y <= map.bottom - map.top - free.bottom;

/** Middle of what is free, pixels from the map's corner. @param {Edges} map @param {Edges} free margins */
export const middleOf = (map, free) => ({
  x: (free.left + map.right - map.left - free.right) / 2,
  y: (free.top + map.bottom - map.top - free.bottom) / 2,
});
