/**
 * WGS-84 → GCJ-02, the shifted datum that maps sold in mainland China expect.
 * Only for the link that hands a place to such a map; everything we store and draw stays WGS-84.
 * Public formula on the Krasovsky ellipsoid, as in googollee/eviltransform.
 */
const AXIS_METRES = 6378245.0;
const ECCENTRICITY_SQUARED = 0.00669342162296594323;

/**
 * @param {number} lat degrees
 * @param {number} lon degrees
 * @returns {{lat: number, lon: number}} degrees; unshifted outside China
 */
export function toGcj02(lat, lon) {
  if (outsideChina(lat, lon)) return { lat, lon };
  const phi = radians(lat);
  const flattening = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const root = Math.sqrt(flattening);
  const north = degrees(
    shiftNorth(lon - 105, lat - 35) / ((AXIS_METRES * (1 - ECCENTRICITY_SQUARED)) / (flattening * root)),
  );
  const east = degrees(shiftEast(lon - 105, lat - 35) / ((AXIS_METRES / root) * Math.cos(phi)));
  return { lat: lat + north, lon: lon + east };
}

/** @param {number} value */
const radians = (value) => (value * Math.PI) / 180;
/** @param {number} value */
const degrees = (value) => (value * 180) / Math.PI;
/** @param {number} lat @param {number} lon */
const outsideChina = (lat, lon) => lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271;
/** @param {number} amplitude @param {number} value */
const wave = (amplitude, value) => amplitude * Math.sin(value * Math.PI);

/** @param {number} x */
function ripple(x) {
  return ((wave(20, 6 * x) + wave(20, 2 * x)) * 2) / 3;
}

/** Metres to the north at x, y degrees from 105° E 35° N. @param {number} x @param {number} y */
function shiftNorth(x, y) {
  const slope = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  return (
    slope + ripple(x) + ((wave(20, y) + wave(40, y / 3)) * 2) / 3 + ((wave(160, y / 12) + wave(320, y / 30)) * 2) / 3
  );
}

/** Metres to the east at x, y degrees from 105° E 35° N. @param {number} x @param {number} y */
function shiftEast(x, y) {
  const slope = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  return (
    slope + ripple(x) + ((wave(20, x) + wave(40, x / 3)) * 2) / 3 + ((wave(150, x / 12) + wave(300, x / 30)) * 2) / 3
  );
}
