// Arranged work on the maps: a square where a fault is a disc, dashed while it has not begun. So it is told apart
// without its colour: in print, and by who sees colours otherwise.
import { token } from "../theme.js";
import { paint, putImage } from "./symbols.js";

/** Half a side in pixels: painted in these sizes, so that no outline is stretched. */
const HALVES = [10, 14, 18, 22, 30];
const LINE_PX = 2;
const DASHES = [5, 3];

/** @param {number} half @param {boolean} begun */
const nameOf = (half, begun) => `square-${begun ? "begun" : "ahead"}-${half}`;

/** @param {number} half @param {boolean} begun */
const square = (half, begun) => paint(2 * (half + LINE_PX), (/** @type {CanvasRenderingContext2D} */ pen) => {
  pen.beginPath();
  pen.rect(-half, -half, 2 * half, 2 * half);
  pen.globalAlpha = 0.92;
  pen.fillStyle = token("map-land");
  pen.fill();
  pen.globalAlpha = begun ? 0.25 : 0;
  pen.fillStyle = token("plan");
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = LINE_PX;
  pen.strokeStyle = token("plan");
  pen.setLineDash(begun ? [] : DASHES);
  pen.stroke();
});

/** Puts the squares into the map in the present theme. @param {any} map */
export function addSquares(map) {
  for (const half of HALVES)
    for (const begun of [true, false]) putImage(map, nameOf(half, begun), square(half, begun));
}

/** Root of the customers → half a side, about as large as the disc of as many. @type {[number, number][]} */
const SINGLE = [[0, 10], [8, 14], [20, 18], [30, 22], [60, 30]];
/** The same of many together, whose discs are larger. @type {[number, number][]} */
const TOGETHER = [[0, 14], [20, 18], [50, 22], [100, 30]];

/**
 * The icon for so many customers.
 * @param {any} customers an expression
 * @param {{begun?: boolean, together?: boolean}} [how]
 */
export function squareFor(customers, { begun = true, together = false } = {}) {
  const [[, least], ...more] = together ? TOGETHER : SINGLE;
  const steps = more.flatMap(([from, half]) => [from, nameOf(half, begun)]);
  return ["step", ["sqrt", customers], nameOf(least, begun), ...steps];
}

/**
 * A layer of squares.
 * @param {string} id @param {string} source @param {any} filter what of it is arranged work
 * @param {any} icon @param {object} [layout] e.g. which lies on top
 */
export const squares = (id, source, filter, icon, layout = {}) => ({
  id,
  type: "symbol",
  source,
  filter,
  layout: { "icon-image": icon, "icon-allow-overlap": true, "icon-ignore-placement": true, ...layout },
});
