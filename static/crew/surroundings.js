/**
 * The small map of a job, as plain geometry: metres about the job, a view that holds the crew and the job, and what of
 * borders, water and towns lies in it. Pure: the files of the province come in, lines and points go out.
 */

/** @typedef {{lat: number, lon: number}} Place degrees, WGS-84 */
/** @typedef {[number, number]} Point metres east and south of the middle, or pixels */
/** @typedef {{middle: Place, across: number}} View `across`: metres from side to side */

const METRES_PER_DEGREE = 111195;
const CLOSEST_METRES = 1_500;
const FARTHEST_METRES = 120_000;
/** Room about the two places, so that their marks do not stand at the edge. */
const MARGIN = 1.6;
/** The map in pixels of its own, whatever the phone makes of them. */
export const WIDE = 360;
export const HIGH = 200;
const GRIDS = [500, 5_000, 20_000];
const MOST_LINES = 30;

/**
 * Flat-earth metres, good to a metre in a thousand over the few kilometres of a job.
 * @param {Place} from @param {Place} to @returns {Point}
 */
export function metresFrom(from, to) {
  const shrink = Math.cos((((from.lat + to.lat) / 2) * Math.PI) / 180);
  return [(to.lon - from.lon) * METRES_PER_DEGREE * shrink, (from.lat - to.lat) * METRES_PER_DEGREE];
}

/**
 * Holds both places; about the job alone where nobody knows the crew's.
 * @param {Place} job @param {Place|null} crew @returns {View}
 */
export function viewOf(job, crew) {
  if (!crew) return { middle: job, across: CLOSEST_METRES * 2 };
  const [east, south] = metresFrom(job, crew).map(Math.abs);
  const middle = { lat: (job.lat + crew.lat) / 2, lon: (job.lon + crew.lon) / 2 };
  return { middle, across: within(Math.max(east, (south * WIDE) / HIGH) * MARGIN) };
}

/** @param {View} view @param {number} by below 1: nearer @returns {View} */
export const zoomed = (view, by) => ({ ...view, across: within(view.across * by) });

/** @param {number} metres */
const within = (metres) => Math.min(FARTHEST_METRES, Math.max(CLOSEST_METRES, metres));

/** @param {View} view @returns {(place: Place) => Point} pixels from the upper left corner */
export function placed({ middle, across }) {
  const scale = WIDE / across;
  return (place) => {
    const [east, south] = metresFrom(middle, place);
    return [WIDE / 2 + east * scale, HIGH / 2 + south * scale];
  };
}

/** The finest grid that still leaves the map readable. @param {View} view @returns {number} metres between its lines */
export const gridOf = ({ across }) => GRIDS.find((step) => across / step <= MOST_LINES) ?? GRIDS[GRIDS.length - 1];

/** Lines of the grid, the job on a crossing. @param {View} view @param {Place} job @returns {string} a path */
export function gridPath(view, job) {
  const [x, y] = placed(view)(job);
  const step = (gridOf(view) * WIDE) / view.across;
  /** @param {number} from @param {number} end */
  const along = (from, end) => {
    const first = from - Math.floor(from / step) * step;
    return Array.from({ length: Math.floor((end - first) / step) + 1 }, (_, n) => first + n * step);
  };
  const upright = along(x, WIDE).map((at) => `M${round(at)} 0V${HIGH}`);
  const level = along(y, HIGH).map((at) => `M0 ${round(at)}H${WIDE}`);
  return [...upright, ...level].join("");
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/**
 * Outlines that come near the view, as one path. @param {{geometry: any}[]} features lines and areas @param {View} view
 */
export function outline(features, view) {
  const place = placed(view);
  return features
    .flatMap(({ geometry }) => linesOf(geometry))
    .map((line) => line.map(([lon, lat]) => place({ lon, lat })))
    .filter(isNear)
    .map((line) => `M${line.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}`)
    .join("");
}

/** @param {{type: string, coordinates: any}} geometry @returns {[number, number][][]} */
function linesOf({ type, coordinates }) {
  if (type === "LineString") return [coordinates];
  if (type === "MultiLineString" || type === "Polygon") return coordinates;
  return type === "MultiPolygon" ? coordinates.flat() : [];
}

/** Its box and that of the map meet. @param {Point[]} line */
function isNear(line) {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  return Math.max(...xs) >= 0 && Math.min(...xs) <= WIDE && Math.max(...ys) >= 0 && Math.min(...ys) <= HIGH;
}

const NAMES = 6;
const APART = { x: 70, y: 22 };
/**
 * Names of towns in the view, the larger first, none over another.
 * @template {Place & {rank: number}} Town @param {Town[]} towns @param {View} view @returns {{town: Town, at: Point}[]}
 */
export function namesIn(towns, view) {
  const place = placed(view);
  const inside = towns
    .map((town) => ({ town, at: place(town) }))
    .filter(({ at: [x, y] }) => x > 20 && x < WIDE - 20 && y > 16 && y < HIGH - 16)
    .sort((a, b) => a.town.rank - b.town.rank);
  /** @type {{town: Town, at: Point}[]} */
  const shown = [];
  for (const one of inside)
    if (shown.length < NAMES && shown.every((other) => !overlap(one.at, other.at))) shown.push(one);
  return shown;
}

/** @param {Point} a @param {Point} b */
const overlap = ([x1, y1], [x2, y2]) => Math.abs(x1 - x2) < APART.x && Math.abs(y1 - y2) < APART.y;

/** 0 north, 1 north-east … 7 north-west, from the crew to the job. @param {Place} crew @param {Place} job */
export function bearing(crew, job) {
  const [east, south] = metresFrom(crew, job);
  return (Math.round(Math.atan2(east, -south) / (Math.PI / 4)) + 8) % 8;
}
