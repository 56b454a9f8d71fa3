// What part of the map a wall shows: the province, or the polygons that belong to its unit.
import { HUBEI } from "../js/map/base.js";
import { adcode } from "./rules.js";

function* points(coordinates) {
  if (typeof coordinates[0] === "number") yield coordinates;
  else for (const inner of coordinates) yield* points(inner);
}

/** @param {{code: string, level: string}} unit @param {any} shapes GeoJSON of its level */
function shapesOf(unit, shapes) {
  const code = adcode(unit.code);
  if (unit.level === "PROVINCE") return [];
  return shapes.features.filter(({ properties }) => properties.adcode === code || properties.city === code);
}

/**
 * Codes of the polygons that are this wall's own; null where it shows all.
 * @param {{code: string, level: string}} unit @param {any} shapes @returns {string[] | null}
 */
export function codesOf(unit, shapes) {
  const mine = shapesOf(unit, shapes);
  return mine.length ? mine.map(({ properties }) => properties.adcode) : null;
}

/** @param {{code: string, level: string}} unit @param {any} shapes @returns {number[][]} */
export function boundsOf(unit, shapes) {
  const all = shapesOf(unit, shapes).flatMap(({ geometry }) => [...points(geometry.coordinates)]);
  if (all.length === 0) return HUBEI;
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
}
