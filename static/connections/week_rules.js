// @ts-check
// The week as a table: which half day a moment belongs to, and what stands in its cells. No page, no network.

/**
 * @typedef {{number: string, status: string, starts_at: string, agreed_at: string | null, arrived_at: string | null,
 *   person: string, person_id: number | null, unit_code: string}} Visit
 * @typedef {{code: string, name: string, managers: {id: number, name: string}[],
 *   slots: {starts_at: string, ends_at: string, capacity: number, booked: number}[]}} Unit
 * @typedef {{on: string, working: boolean}} Day
 */

const CHINA_MS = 8 * 3_600_000;

/** "2026-12-01 0" for the morning, "… 1" for the afternoon, in the province's time. @param {string} moment */
export function halfOf(moment) {
  const here = new Date(Date.parse(moment) + CHINA_MS).toISOString();
  return `${here.slice(0, 10)} ${Number(here.slice(11, 13)) < 13 ? 0 : 1}`;
}

/** Half days of the week in order. @param {Day[]} days */
export const halvesOf = (days) => days.flatMap(({ on }) => [`${on} 0`, `${on} 1`]);

/** "made", "confirmed", "arrived", "missed" or "moved". @param {Visit} visit */
export function stateOf(visit) {
  if (visit.status === "MOVED" || visit.status === "MISSED") return visit.status.toLowerCase();
  if (visit.status === "KEPT") return "arrived";
  return visit.agreed_at ? "confirmed" : "made";
}

/**
 * The lines of a unit: its managers, others who have an appointment there, and nobody where somebody is still to be
 * named. Each with its visits by half day.
 * @param {Unit} unit @param {Visit[]} visits of the week
 * @returns {{key: string, name: string, cells: Record<string, Visit[]>}[]}
 */
export function linesOf(unit, visits) {
  const own = visits.filter((visit) => visit.unit_code === unit.code);
  /** @type {Map<string, {key: string, name: string, cells: Record<string, Visit[]>}>} */
  const lines = new Map();
  const line = (/** @type {number | null} */ id, /** @type {string} */ name) => {
    const key = String(id ?? "");
    if (!lines.has(key)) lines.set(key, { key, name, cells: {} });
    return /** @type {any} */ (lines.get(key));
  };
  for (const { id, name } of unit.managers) line(id, name);
  for (const visit of own) (line(visit.person_id, visit.person).cells[halfOf(visit.starts_at)] ??= []).push(visit);
  return [...lines.values()];
}

/** One row for each case, of its appointment that still stands where there is one. @param {Visit[]} visits */
export function walked(visits) {
  const found = new Map();
  for (const visit of visits) if (visit.status !== "MOVED" || !found.has(visit.number)) found.set(visit.number, visit);
  return [...found.values()].sort((one, other) => one.starts_at.localeCompare(other.starts_at));
}

/** @param {string} day "2026-12-01" @param {number} weeks @returns {string} */
export function daysLater(day, weeks) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
}
