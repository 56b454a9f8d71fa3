// The arithmetic of a way that was gone: where somebody was at a moment, what lies behind them, where a step was taken.
// A leg is a part without a gap; its points are [lon, lat, moment, km/h or null] in order of time.

/**
 * @typedef {[number, number, string, number | null]} Point
 * @typedef {{crew_id: number, points: Point[]}} Leg
 * @typedef {{at: string, status: string, number: string, kind: string}} Step
 * @typedef {{lon: number, lat: number, kmh: number | null, known: boolean}} Place
 */

/** How many times as fast as it was. */
export const SPEEDS = [30, 60, 120, 300];

const ms = (/** @type {Point} */ point) => Date.parse(point[2]);

/**
 * The first and the last moment of the way, as milliseconds. Nothing gone: null.
 * @param {Leg[]} legs @returns {{start: number, end: number} | null}
 */
export function spanOf(legs) {
  if (legs.length === 0) return null;
  const starts = legs.map(({ points }) => ms(points[0]));
  return { start: Math.min(...starts), end: Math.max(...legs.map(lastMs)) };
}

/** @param {Leg} leg */
const lastMs = ({ points }) => ms(points[points.length - 1]);

/** @param {Point[]} points @param {number} at @returns {Place} between two fixes as far as the time has gone */
function between(points, at) {
  const next = points.findIndex((point) => ms(point) >= at);
  const [to, from] = [points[next], points[Math.max(0, next - 1)]];
  const share = ms(to) === ms(from) ? 1 : (at - ms(from)) / (ms(to) - ms(from));
  const [lon, lat] = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
  return { lon, lat, kmh: to[3], known: true };
}

/**
 * Where the crew was; in a gap its last place, which is then not `known`. Before the first fix the first one.
 * @param {Leg[]} legs @param {number} at milliseconds @returns {Place | null}
 */
export function placeAt(legs, at) {
  const here = legs.find(({ points }) => ms(points[0]) <= at && at <= ms(points[points.length - 1]));
  if (here) return between(here.points, at);
  const before = legs.filter((leg) => lastMs(leg) < at).sort((one, other) => lastMs(other) - lastMs(one))[0];
  const point = before ? before.points[before.points.length - 1] : legs[0]?.points[0];
  return point ? { lon: point[0], lat: point[1], kmh: null, known: false } : null;
}

/**
 * The lines that lie behind a moment, one a leg.
 * @param {Leg[]} legs @param {number} at @returns {number[][][]}
 */
export function gone(legs, at) {
  return legs.filter(({ points }) => ms(points[0]) <= at).map((leg) => {
    const { points } = leg;
    const behind = points.filter((point) => ms(point) <= at).map(([lon, lat]) => [lon, lat]);
    if (lastMs(leg) <= at) return behind;
    const { lon, lat } = between(points, at);
    return [...behind, [lon, lat]];
  });
}

/**
 * The steps with the place where each was taken; one that lies outside the way has none.
 * @param {Leg[]} legs @param {Step[]} steps @returns {(Step & {place: Place | null})[]}
 */
export function placedSteps(legs, steps) {
  return steps.map((step) => ({ ...step, place: placeAt(legs, Date.parse(step.at)) }));
}
