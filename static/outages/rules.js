// Pure rules of the outage map: what an outage counts as, how grave it is, and the tree of the list.
import { metresBetween } from "../js/distance.js";
import { phaseOf } from "../js/states.js";
import { named } from "../js/names/names.js";

/**
 * What of an outage's card is asked here.
 * @typedef {{id: number, number: string, status: string, outage_kind: string, grade: number | null,
 *   customers_out: number, customers_total: number, life_support_out?: number, important_out?: number,
 *   time_critical_out?: number, order_status?: string | null, lat?: number | null, city: string, centre: string,
 *   centre_code: string, feeder: Named | null, device: Named | null,
 *   node?: Named | null, lon?: number | null, crew?: {name: string} | null,
 *   lead_order?: string | null, restored_at?: string | null}} Outage
 */
/** @typedef {{code: string, name: string}} Named */
/** @typedef {{key: string, label: string, weight: number, outages: Outage[]}} Group */
/**
 * @typedef {{level: string, key: string, label: string, above?: string, customers: number, count: number}
 *   | {id: number, number: string}} Entry
 */

/** Phases in which somebody is dark, or may be. */
const LIVE = new Set(["suspected", "dark"]);
const PREARRANGED = new Set(["PLANNED", "TEMPORARY", "RATIONING", "CUSTOMER_REQ"]);
export const RECENT_MS = 24 * 3_600_000;
const MANY = 500; // customers out: with these on grade 1, as a feeder's worth
const SOME = 50; // a transformer's worth

/** @param {Outage} outage */
export const isLive = (outage) => LIVE.has(phaseOf(outage.status, "OUTAGE"));
/** @param {Outage} outage */
export const isPlanned = (outage) => PREARRANGED.has(outage.outage_kind);
/** Not believed enough yet to be told as a fact. @param {Outage} outage */
export const isUnsure = (outage) => phaseOf(outage.status, "OUTAGE") === "suspected";
/** @param {Outage} outage */
export const isPlaced = (outage) => outage.lat !== null && outage.lat !== undefined;

/** @param {Outage} outage @returns {"unplanned" | "planned" | "restored"} */
export function sortOf(outage) {
  if (!isLive(outage)) return "restored";
  return isPlanned(outage) ? "planned" : "unplanned";
}

/**
 * The grade of the order that leads the repair, else 1 to 3 by who and how many are dark; arranged work is 4, power
 * back is null.
 * @param {Outage} outage
 */
export function gradeOf(outage) {
  if (!isLive(outage)) return null;
  if (outage.grade && !isPlanned(outage)) return outage.grade;
  if (outage.life_support_out || outage.important_out || (!isPlanned(outage) && outage.customers_out >= MANY)) return 1;
  if (isPlanned(outage)) return 4;
  return outage.time_critical_out || outage.customers_out >= SOME ? 2 : 3;
}

/**
 * Phase of the order that leads the repair → what is being done; in every other phase somebody waits.
 * @type {Record<string, "coming" | "working">}
 */
const STAGE = { en_route: "coming", on_site: "working", restored: "working", desk: "working" };

/**
 * What is being done about it, the colour of its disc.
 * @param {Outage} outage
 * @returns {"waiting" | "coming" | "working" | "planned" | "back"}
 */
export function stageOf(outage) {
  if (!isLive(outage)) return "back";
  if (isPlanned(outage)) return "planned";
  return STAGE[phaseOf(outage.order_status ?? "")] ?? "waiting";
}

/** Its device, else the equipment that is off: the same words as its order has. @param {Outage} outage */
export const nameOf = (outage) =>
  named(outage.device?.name ?? outage.node?.name ?? outage.feeder?.name ?? outage.centre);
/** @param {Outage} outage */
export const feederOf = (outage) => named(outage.feeder?.name);

/** @param {Outage} outage */
function textOf(outage) {
  const { number, city, centre, feeder, device, crew, lead_order } = outage;
  const words = [number, city, centre, feeder?.name, feeder?.code, device?.name, device?.code, crew?.name, lead_order,
    nameOf(outage), feederOf(outage)];
  return words.join(" ").toLowerCase();
}

/**
 * @param {Outage} outage
 * @param {{unplanned: boolean, planned: boolean, restored: boolean, search: string}} filter
 * @param {number} now
 */
export function passes(outage, filter, now) {
  const sort = sortOf(outage);
  if (!filter[sort]) return false;
  if (sort === "restored" && !(now - Date.parse(outage.restored_at ?? "") < RECENT_MS)) return false;
  return !filter.search || textOf(outage).includes(filter.search.toLowerCase());
}

/**
 * How much an outage weighs in the list: customers out; of those that are back, the customers it had.
 * @param {Outage} outage
 */
const weight = (outage) => (isLive(outage) ? outage.customers_out : 0);
/** @param {Group} a @param {Group} b */
const byWeight = (a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1);
/** @param {Outage} a @param {Outage} b */
const byOutage = (a, b) => weight(b) - weight(a) || b.customers_total - a.customers_total || b.id - a.id;

/** @param {Outage[]} outages @param {(outage: Outage) => [string, string]} keyOf */
function groupBy(outages, keyOf) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const outage of outages) {
    const [key, label] = keyOf(outage);
    const group = groups.get(key) ?? { key, label, weight: 0, outages: [] };
    groups.set(key, group);
    group.weight += weight(outage);
    group.outages.push(outage);
  }
  return [...groups.values()].sort(byWeight);
}

/** Faults come before arranged work, what is back last: nobody has to look for a fault among the plans of a night. */
const SORTS = ["unplanned", "planned", "restored"];

/** @type {[string, (outage: Outage) => [string, string]][]} */
const LEVELS = [
  ["city", (outage) => [outage.city, outage.city]],
  ["county", (outage) => [`${outage.city} ${outage.centre}`, outage.centre]],
  ["feeder", (outage) => [`${outage.centre} ${outage.feeder?.code ?? ""}`, outage.feeder?.name ?? ""]],
];

/**
 * The list as flat entries: faults, arranged work and what is back, each heaviest first at every level: headings
 * {level, key, label, customers, count} and rows {id}. A heading that would say nothing is left out: the only sort
 * there is, the only city, a feeder with one outage; a city with one county shares a line with it.
 *
 * @param {Outage[]} outages
 * @returns {Entry[]}
 */
export function arrange(outages) {
  const sorts = SORTS.map((sort) => ({ sort, members: outages.filter((outage) => sortOf(outage) === sort) }));
  const there = sorts.filter(({ members }) => members.length > 0);
  const oneCity = new Set(outages.map((outage) => outage.city)).size < 2;
  return there.flatMap(({ sort, members }) => {
    const rows = inGroups(members, oneCity ? 1 : 0);
    const customers = members.reduce((sum, outage) => sum + weight(outage), 0);
    const heading = { level: "sort", key: sort, label: sort, customers, count: members.length };
    return there.length < 2 ? rows : [heading, ...rows];
  });
}

/**
 * @param {Outage[]} outages @param {number} depth @param {string} [above] the city that has no line of its own
 * @returns {Entry[]}
 */
function inGroups(outages, depth, above = "") {
  if (depth === LEVELS.length)
    return outages.sort(byOutage).map((outage) => ({ id: outage.id, number: outage.number }));
  const [level, keyOf] = LEVELS[depth];
  return groupBy(outages, keyOf).flatMap(({ key, label, weight: customers, outages: members }) => {
    const alone = level === "city" && isOneCounty(members);
    const inside = inGroups(members, depth + 1, alone && label !== members[0].centre ? label : "");
    if (alone || (level === "feeder" && (members.length < 2 || !label))) return inside;
    return [{ level, key, label, above, customers, count: members.length }, ...inside];
  });
}

const isOneCounty = (/** @type {Outage[]} */ outages) => new Set(outages.map((outage) => outage.centre)).size === 1;

/** @param {Outage} outage */
const placeOf = (outage) => ({ lat: Number(outage.lat), lon: Number(outage.lon) });
/** @param {Outage} a @param {Outage} b */
const apart = (a, b) => (isPlaced(a) && isPlaced(b) ? metresBetween(placeOf(a), placeOf(b)) : null);

const NEARBY = 30;

/**
 * Live outages beside this one, those of its feeder first, then the nearest; only those that fit what is typed, unless
 * that is one's number.
 * @param {Outage} outage @param {Iterable<Outage>} outages @param {string} typed
 */
export function nearest(outage, outages, typed) {
  const others = [...outages].filter((one) => one.id !== outage.id && isLive(one));
  const text = typed.trim().toLowerCase();
  const isChosen = others.some((one) => one.number === typed);
  const far = (/** @type {{metres: number | null}} */ one) => one.metres ?? Infinity;
  const same = (/** @type {{outage: Outage}} */ one) => Number(one.outage.feeder?.code === outage.feeder?.code);
  return others
    .filter((one) => isChosen || !text || textOf(one).includes(text))
    .map((one) => ({ code: one.number, depth: 0, outage: one, metres: apart(outage, one) }))
    .sort((a, b) => same(b) - same(a) || far(a) - far(b) || a.outage.id - b.outage.id)
    .slice(0, NEARBY);
}

/**
 * @param {Iterable<Outage>} outages
 * @returns {Map<string, number>} customers out by code of the county's centre; of what is dark now
 */
export function sumsByCentre(outages) {
  const sums = new Map();
  for (const outage of outages)
    if (isLive(outage)) sums.set(outage.centre_code, (sums.get(outage.centre_code) ?? 0) + outage.customers_out);
  return sums;
}
