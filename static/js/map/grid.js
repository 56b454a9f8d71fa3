// Faint lines every 5 km and 1 km, so that distance is readable where the basemap has no roads to show.

const WEST = 108.2, EAST = 116.3, SOUTH = 28.9, NORTH = 33.4;
const KM_PER_DEGREE = 111.32;
const MIDDLE_LATITUDE = 31; // squares are true to 2 % over the province

/** @param {number} from @param {number} to @param {number} step */
function* steps(from, to, step) {
  for (let value = Math.ceil(from / step) * step; value <= to; value += step) yield value;
}

/** @param {number} km @returns {object} GeoJSON lines `km` apart, along meridians and parallels */
export function distanceGrid(km) {
  const north = km / KM_PER_DEGREE;
  const east = north / Math.cos((MIDDLE_LATITUDE * Math.PI) / 180);
  const upright = [...steps(WEST, EAST, east)].map((lon) => [[lon, SOUTH], [lon, NORTH]]);
  const level = [...steps(SOUTH, NORTH, north)].map((lat) => [[WEST, lat], [EAST, lat]]);
  return {
    type: "Feature",
    properties: {},
    geometry: { type: "MultiLineString", coordinates: [...upright, ...level] },
  };
}
