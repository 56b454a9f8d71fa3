// Pure rules of the shift desk: which line passes, in what order, how long a crew has been on duty.

import { choicesOf } from "../js/words.js";

/**
 * What of a crew's line is asked here.
 * @typedef {{id: number, name: string, unit: string, path: string, state: string, active_orders: number, place: string,
 *   fixed_at: string | null, shift: {starts_at: string, ends_at: string} | null,
 *   next_due: {at: string} | null, unread?: number}} Line
 */
/** @typedef {{state: string, search: string, sort: string}} Question `sort` "-due": the other way round */

/** Who is furthest on with the work stands first: the other way round than the states are told. */
export const states = () => choicesOf("crew_state").map(([code]) => code).reverse();
export const COLUMNS = ["name", "state", "due", "fix", "duty"];
const LAST = Number.MAX_SAFE_INTEGER;

/** @param {string | null | undefined} moment */
const at = (moment) => (moment ? Date.parse(moment) : LAST);

/** What a column is sorted by. @type {Record<string, (line: Line) => number | string>} */
const KEY = {
  name: (line) => line.path,
  state: (line) => states().indexOf(line.state),
  due: (line) => at(line.next_due?.at),
  fix: (line) => (line.fixed_at ? -at(line.fixed_at) : LAST), // the newest first
  duty: (line) => at(line.shift?.starts_at), // the longest first
};

/** @param {Line} line @param {Question} question */
export function passes(line, { state, search }) {
  const words = search.trim().toLowerCase();
  const said = `${line.name} ${line.unit} ${line.place}`.toLowerCase();
  return (!state || line.state === state) && words.split(/\s+/).every((one) => said.includes(one));
}

/** @param {Line[]} lines @param {Question} question @returns {Line[]} */
export function sorted(lines, { sort }) {
  const back = sort.startsWith("-") ? -1 : 1;
  const key = KEY[sort.replace("-", "")] ?? KEY.name;
  const place = new Map(lines.map((line, index) => [line, index]));
  // What is not known stands last, whichever way one looks.
  /** @param {Line} one @param {Line} other */
  const compare = (one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a === b) return (place.get(one) ?? 0) - (place.get(other) ?? 0);
    if (a === LAST || b === LAST) return a === LAST ? 1 : -1;
    return (a < b ? -1 : 1) * back;
  };
  return [...lines].sort(compare);
}

/** The next press on a head: up, down, and as it was. @param {string} sort @param {string} column */
export const turned = (sort, column) => (sort === column ? `-${column}` : sort === `-${column}` ? "name" : column);

/** @param {Line[]} lines @returns {Record<string, number>} crews by state */
export function countStates(lines) {
  const counts = Object.fromEntries(states().map((state) => [state, 0]));
  for (const { state } of lines) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Whole minutes on duty; null without a shift. @param {Line} line @param {number} now */
export const minutesOnDuty = ({ shift }, now) =>
  shift && Math.max(0, Math.floor((now - Date.parse(shift.starts_at)) / 60_000));
