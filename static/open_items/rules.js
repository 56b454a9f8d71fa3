// What the lines of open items need to be shown and picked: nothing here touches the page. Pure.

/**
 * As `LineShape` of the API.
 * @typedef {{
 *   kind: string, id: number, number: string, sort: string, feeder: string, due_at: string | null,
 *   resume_at: string | null, starts_at: string | null, holder?: Named | null, to?: Named | null,
 * }} Line
 */
/** @typedef {{id: number, name: string}} Named */
/** Which lines are shown and given together: all, the nameless, one sort, one feeder. @typedef {string} Group */

/** @param {{kind: string, id: number}} line */
export const keyOf = (line) => `${line.kind}:${line.id}`;

/** @param {{kind: string, id: number}[]} lines */
export const refsOf = (lines) => lines.map(({ kind, id }) => ({ kind, id }));

/**
 * The groups that the lines fall into, each with how many: `sort:` and `feeder:` with their name.
 * @param {Line[]} lines
 * @returns {{group: Group, name: string, count: number}[]}
 */
export function groupsOf(lines) {
  /** @type {Map<Group, {group: Group, name: string, count: number}>} */
  const found = new Map();
  for (const line of lines)
    for (const [what, name] of [["sort", line.sort], ["feeder", line.feeder]]) {
      if (!name) continue;
      const group = `${what}:${name}`;
      const known = found.get(group) ?? { group, name, count: 0 };
      found.set(group, { ...known, count: known.count + 1 });
    }
  return [...found.values()].sort((one, other) => one.group.localeCompare(other.group));
}

/** @param {Line[]} lines @param {Group} group */
export function within(lines, group) {
  if (group === "nameless") return lines.filter((line) => !line.to);
  const [what, name] = [group.slice(0, group.indexOf(":")), group.slice(group.indexOf(":") + 1)];
  if (what === "sort") return lines.filter((line) => line.sort === name);
  if (what === "feeder") return lines.filter((line) => line.feeder === name);
  return lines;
}

/**
 * What happens next, and whether it is late: the limit that runs, else the end of a pause, else a start.
 * @param {Line} line @param {number} now
 * @returns {{what: "due" | "resume" | "start" | "none", at: string | null, leftMs: number, tone: string}}
 */
export function nextOf(line, now) {
  /** @type {["due" | "resume" | "start", string | null][]} */
  const moments = [["due", line.due_at], ["resume", line.resume_at], ["start", line.starts_at]];
  for (const [what, at] of moments) {
    if (!at) continue;
    const leftMs = Date.parse(at) - now;
    return { what, at, leftMs, tone: toneOf(what, leftMs) };
  }
  return { what: "none", at: null, leftMs: 0, tone: "" };
}

const SOON_MS = 15 * 60_000;

/** @param {string} what @param {number} leftMs */
function toneOf(what, leftMs) {
  if (what === "start") return "";
  return leftMs < 0 ? "over" : leftMs < SOON_MS ? "near" : "";
}

/** How old an answer may be before it is called old: twice the pace at which it is asked for. */
export const isOld = (/** @type {number} */ at, /** @type {number} */ now, /** @type {number} */ everyMs) =>
  at > 0 && now - at > 2 * everyMs + 5000;
