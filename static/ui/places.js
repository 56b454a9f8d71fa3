// Where the rows of a list lie and which of them are in sight. No page, no network.
const SPARE_PX = 600;

/** Where each row begins, and last where the list ends. @param {number[]} heights */
export function topsOf(heights) {
  const tops = [0];
  for (const height of heights) tops.push(tops[tops.length - 1] + height);
  return tops;
}

/** The first row that ends below `y`. @param {number[]} tops @param {number} y */
function rowAt(tops, y) {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle + 1] > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * [first, one past last] of the rows between `top` and `top + height`, spare ones included.
 * @param {number[]} tops @param {number} top @param {number} height
 */
export function inSight(tops, top, height) {
  const last = tops.length - 1;
  return [Math.min(last, rowAt(tops, top - SPARE_PX)), Math.min(last, rowAt(tops, top + height + SPARE_PX) + 1)];
}
