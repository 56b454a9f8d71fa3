// Pure rules of the wall: which way crews look, what a line says first, how many rows a panel has room for.

/** @typedef {{id: number, lat: number, lon: number, state: string, heading?: number}} Crew */

/** Degrees clockwise from north; as before while a crew stands. @param {Crew | undefined} old @param {Crew} now */
function heading(old, now) {
  if (!old) return now.heading ?? 0;
  const east = (now.lon - old.lon) * Math.cos((now.lat * Math.PI) / 180);
  const north = now.lat - old.lat;
  return Math.hypot(east, north) < 1e-5 ? (old.heading ?? 0) : (Math.atan2(east, north) * 180) / Math.PI;
}

/** @param {Crew[]} places @param {Map<number, Crew>} before @returns {Map<number, Crew>} */
export const withHeadings = (places, before) =>
  new Map(places.map((crew) => [crew.id, { ...crew, heading: heading(before.get(crew.id), crew) }]));

const HOUR_MS = 3_600_000;

/** From ten in the evening to six in the morning, Beijing time: the ground is darker then. @param {number} now */
export function isNight(now) {
  const hour = new Date(now + 8 * HOUR_MS).getUTCHours();
  return hour >= 22 || hour < 6;
}

/** The areas with somebody dark, the most first. @template {{customers: number}} T @param {T[]} areas @returns {T[]} */
export const darkest = (areas) =>
  areas.filter((area) => area.customers > 0).sort((a, b) => b.customers - a.customers);

/**
 * Rows of one page. A page is turned only where not all have room.
 * @template T @param {T[]} rows @param {number} room how many fit @param {number} turn counts up @returns {T[]}
 */
export function pageOf(rows, room, turn) {
  const pages = pagesOf(rows.length, room);
  const page = turn % pages;
  return rows.slice(page * room, (page + 1) * room);
}

/** @param {number} count @param {number} room */
export const pagesOf = (count, room) => Math.max(1, Math.ceil(count / Math.max(1, room)));


/**
 * Where a polyline of a trend goes.
 * @param {number[]} values @param {number} top @param {number} width @param {number} height
 */
export function polyline(values, top, width, height) {
  const step = width / Math.max(1, values.length - 1);
  return values.map((value, n) => `${round(n * step)},${round(height - (value / top) * height)}`).join(" ");
}
const round = (value) => Math.round(value * 10) / 10;

const NICE = [5, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000, 2000, 4000, 6000, 10_000];
/** The line above the highest value. @param {number} value */
export const niceTop = (value) => NICE.find((top) => top >= value) ?? Math.ceil(value / 10_000) * 10_000;

/**
 * A mark that an alarm colour belongs to comes first, and no more than two are read from afar.
 * @param {string[]} marks
 */
export const loudest = (marks) => marks.slice(0, 2);

/** The polygon of the basemap that a unit is: city centres have four digits, polygons six. @param {string} code */
export const adcode = (code) => code.padEnd(6, "0");
