// Towns and counties of the province by name and by place, from the files that the map shows; read once.
/** @typedef {{name: string, name_en: string, rank: number, lon: number, lat: number}} Town */
/** @typedef {{lat: number, lon: number}} Place degrees, WGS-84 */
/** @type {Promise<Town[]> | null} */
let towns = null;
/** @type {Promise<any[]> | null} */
let counties = null;

/** @param {string} name @returns {Promise<{features: any[]}>} */
const read = (name) => fetch(new URL(`../geo/hubei_${name}.geojson`, import.meta.url)).then((answer) => answer.json());

/** @returns {Promise<any[]>} GeoJSON features */
export function allCounties() {
  counties ??= read("counties").then(({ features }) => features);
  return counties;
}

/** The county around a place, or null. Pure. @param {any[]} features @param {Place} place */
export function countyAt(features, { lat, lon }) {
  /** @param {{type: string, coordinates: any[]}} geometry @returns {[number, number][][]} outer rings */
  const rings = ({ type, coordinates }) =>
    type === "Polygon" ? [coordinates[0]] : coordinates.map((polygon) => polygon[0]);
  return features.find(({ geometry }) => rings(geometry).some((ring) => isInside(ring, lat, lon)))?.properties ?? null;
}

/** Even-odd rule. @param {[number, number][]} ring @param {number} lat @param {number} lon */
function isInside(ring, lat, lon) {
  let inside = false;
  for (let here = 0, before = ring.length - 1; here < ring.length; before = here, here += 1) {
    const [[x1, y1], [x2, y2]] = [ring[here], ring[before]];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** @returns {Promise<Town[]>} */
export function allTowns() {
  towns ??= read("towns").then(({ features }) =>
    features.map(({ properties, geometry }) => ({
      ...properties,
      lon: geometry.coordinates[0],
      lat: geometry.coordinates[1],
    })),
  );
  return towns;
}

const KIND = /(?:街道|地区|[乡镇市县区])$/;
/** @param {string} name */
const stem = (name) => (name.length > 2 ? name.replace(KIND, "") : name);

/**
 * Towns that the words name, or begin to name; the longest name first. Pure.
 * @param {Town[]} list @param {string} words
 */
export function townsNamed(list, words) {
  const text = words.trim().toLowerCase();
  if (text.length < 2) return [];
  /** @param {Town} town */
  const fits = (town) =>
    town.name.includes(text) || text.includes(stem(town.name)) || town.name_en?.toLowerCase().startsWith(text);
  return list
    .filter((town) => stem(town.name).length > 1 && fits(town))
    .sort((a, b) => b.name.length - a.name.length || a.rank - b.rank);
}

const EARTH_KM_A_DEGREE = 111.2;

/** The nearest town and how far it is, in km. Pure. @param {Town[]} list @param {Place} place */
export function nearestTown(list, { lat, lon }) {
  const east = Math.cos((lat * Math.PI) / 180);
  /** @param {Town} town */
  const away = (town) => Math.hypot(town.lat - lat, (town.lon - lon) * east) * EARTH_KM_A_DEGREE;
  /** @type {Town | null} */
  let best = null;
  for (const town of list) if (best === null || away(town) < away(best)) best = town;
  return best && { town: best, km: away(best) };
}
