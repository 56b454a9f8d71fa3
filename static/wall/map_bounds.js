// What part of the map a wall shows: the province, or the polygons that belong to its unit.
import { HUBEI } from "../js/map/base.js";
import { adcode } from "./rules.js";

function* points(coordinates) {
  if (typeof coordinates[0] === "number") yield coordinates;
  else for (const inner of coordinates) yield* points(inner);
}

/** @param {{code: string, level: string}} unit @param {any} shapes GeoJSON of its level */
export function boundsOf(unit, shapes) {
  const code = adcode(unit.code);
  const mine = shapes.features.filter(({ properties }) => properties.adcode === code || properties.city === code);
  const all = mine.flatMap(({ geometry }) => [...points(geometry.coordinates)]);
  if (unit.level === "PROVINCE" || all.length === 0) return HUBEI;
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
}
