// @ts-check
// The box around places, as a map is fitted to it. Pure.

/** @typedef {[number, number]} Place lon, lat */

/** All places of GeoJSON points and lines. @param {any[]} features @returns {Place[]} */
export const placesOf = (features) =>
  features.flatMap(({ geometry }) =>
    geometry.type === "LineString" ? geometry.coordinates : [geometry.coordinates],
  );

/** @param {Place[]} places at least one @returns {[Place, Place]} south-west and north-east corner */
export function boundsOf(places) {
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  return [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ];
}
