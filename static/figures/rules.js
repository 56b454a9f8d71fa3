// @ts-check
// How a figure is written and drawn: units, digits, changes, places of a line, the shade of a cell. No page.
import { number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";

const WHOLE = new Set(["count", "yuan"]);

/** Digits behind the point. @param {string} unit */
export const valueIn = (unit) => (WHOLE.has(unit) ? 0 : 2);

/** Told with the page, as the reports and files say them too. */
export const unitWord = (/** @type {string} */ unit) => word("measure", unit, unit === "percent" ? "%" : "");
export const changeUnit = (/** @type {string} */ unit) => word("measure_change", unit, "");

/** @param {number | null} value @param {string} unit */
export const written = (value, unit) => (value === null ? "—" : reported(value, valueIn(unit)));

/** @param {number} value @param {number} digits */
const signed = (value, digits) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${reported(Math.abs(value), digits)}`;

/**
 * The difference in its own unit, and in per cent where that says something; null where one of the two is not known.
 * @param {{by: number | null, percent: number | null, unit: string}} figure
 */
export function changeIn({ by, percent, unit }) {
  if (by === null) return null;
  return { by: signed(by, valueIn(unit)), percent: percent === null ? "" : `${signed(percent, 2)} %` };
}

/** A change in one line: "−1.20 min (−2.50 %)", "new", "—". @param {any} change @param {string} unit */
export function changeLine(change, unit) {
  if (change.new) return gettext("new");
  const found = changeIn({ ...change, unit });
  if (!found) return "—";
  const by = `${found.by} ${changeUnit(unit)}`.trim();
  return found.percent ? fill(gettext("{by} ({percent})"), { by, percent: found.percent }) : by;
}

/** How many it was reckoned from, where that says something. @param {{of: number | null}} told */
export const ofWords = ({ of }) => (of === null ? "" : fill(gettext("of {n}"), { n: number(of) }));

/**
 * Points of a line within a box; null where there is no value, so that the line has a gap there.
 * @param {(number | null)[]} values @param {{width: number, height: number}} box
 */
export function pointsOf(values, { width, height }) {
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known, 0), least = Math.min(...known, most);
  // A line that hardly moves is drawn so, in the middle: a tenth of its height at least stands for all of the box.
  const span = Math.max(most - least, Math.abs(most) * 0.1) || 1, below = (span - (most - least)) / 2;
  const step = width / Math.max(values.length - 1, 1);
  return values.map((value, at) => value === null ? null
    : { x: round(at * step), y: round(height - ((value - least + below) / span) * height) });
}

/**
 * The same as stretches without a gap, each the `points` of a polyline.
 * @param {({x: number, y: number} | null)[]} points
 */
export function stretchesOf(points) {
  const stretches = [/** @type {string[]} */ ([])];
  for (const point of points) {
    if (point) stretches[stretches.length - 1].push(`${point.x},${point.y}`);
    else stretches.push([]);
  }
  return stretches.filter((stretch) => stretch.length).map((stretch) => stretch.join(" "));
}

/**
 * Where a line of months meets its target: the strip on the good side of it, with `pad` above and below the box.
 * @param {{y: number} | null | undefined} limit @param {string} better @param {number} height @param {number} pad
 */
export function bandOf(limit, better, height, pad) {
  if (!limit || better === "neither") return null;
  const above = { y: -pad, height: round(limit.y + pad) };
  return better === "more" ? above : { y: limit.y, height: round(height + pad - limit.y) };
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/** Cells by weekday and hour: `table[weekday - 1][hour]`, null where nothing happened. @param {any[]} cells */
export function weekOf(cells) {
  const table = Array.from({ length: 7 }, () => Array(24).fill(null));
  for (const cell of cells) table[cell.weekday - 1][cell.hour] = cell;
  return table;
}

const STEPS = 6;

/**
 * 1 to 6 by its place between the least and the most; 0 without a value.
 * @param {number | null} value @param {number[]} all
 */
export function shadeOf(value, all) {
  if (value === null || !all.length) return 0;
  const least = Math.min(...all), most = Math.max(...all);
  return most === least ? 1 : 1 + Math.min(STEPS - 1, Math.floor(((value - least) / (most - least)) * STEPS));
}

/** Shares of the whole and what they come to, in per cent. @param {{added: number}[]} parts the largest first */
export function paretoOf(parts) {
  const whole = parts.reduce((sum, part) => sum + part.added, 0);
  let sum = 0;
  return parts.map((part) => {
    sum += part.added;
    return { share: whole ? (100 * part.added) / whole : 0, together: whole ? (100 * sum) / whole : 0 };
  });
}

/** The best first, those of too few and those without a value last. @param {any[]} parts */
export const rankedParts = (parts) =>
  [...parts].sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity) || other.added - one.added);

/** What a ranking can be sorted by: of a part its place there. @type {Record<string, (part: any) => any>} */
const SORTS = {
  name: (part) => part.name, value: (part) => part.value, before: (part) => part.before.value,
  change: (part) => part.change.by, of: (part) => part.of ?? part.rows,
};

/**
 * By rank, or by a column; what has no value there comes last, whichever way it is sorted.
 * @param {any[]} parts @param {{by: string, down: boolean}} sort
 */
export function sortedParts(parts, { by, down }) {
  const key = SORTS[by], sign = down ? -1 : 1;
  if (!key) return down ? [...rankedParts(parts)].reverse() : rankedParts(parts);
  const known = parts.filter((part) => key(part) !== null), unknown = parts.filter((part) => key(part) === null);
  const compare = (/** @type {any} */ one, /** @type {any} */ other) =>
    typeof one === "string" ? one.localeCompare(other) : one - other;
  return [...known.sort((one, other) => sign * compare(key(one), key(other))), ...unknown];
}

/** A feeder has no page of its own. @type {Record<string, string>} */
const PAGES = { order: "/orders/?o=", outage: "/outages/?o=", planned_outage: "/outages/?p=" };

/** Where the rows of a figure lead, or "". @param {string} rowsAre @param {string} number */
export const addressOfRow = (rowsAre, number) =>
  rowsAre in PAGES ? `${PAGES[rowsAre]}${encodeURIComponent(number)}` : "";
