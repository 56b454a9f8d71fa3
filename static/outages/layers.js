// Outages on a map: counties tinted by customers out, signs by gravity with the number beside them, the dark lines of one.
import { addSymbols } from "../js/map/symbols.js";
import { number } from "../js/format.js";
import { token } from "../js/theme.js";
import { gradeOf, isLive, isPlaced, isUnsure, sumsByCentre } from "./rules.js";

const FONT = ["Noto Sans CJK SC Regular"];
export const collection = (features) => ({ type: "FeatureCollection", features });
const TINT_BELOW_ZOOM = 8;
/** Customers out → colour token of the tint. */
const STEPS = [[1, "c1"], [50, "c2"], [300, "c3"], [700, "c4"], [2000, "c5"], [5000, "c6"]];
const stepOf = (customers) => STEPS.findLast(([from]) => customers >= from)?.[1];

const signOf = (outage) => {
  const grade = gradeOf(outage);
  return grade === null ? "outage-back" : grade === 4 ? "outage-planned" : `grade-${grade}`;
};

/** One point per placed outage. @param {Iterable<any>} outages @param {string|null} chosen number */
export function outageFeatures(outages, chosen) {
  const found = [];
  for (const outage of outages) {
    if (!isPlaced(outage)) continue;
    const customers = isLive(outage) ? outage.customers_out : outage.customers_total;
    found.push({
      type: "Feature", geometry: { type: "Point", coordinates: [outage.lon, outage.lat] },
      properties: {
        number: outage.number, sign: signOf(outage), rank: gradeOf(outage) ?? 5, customers, chosen: outage.number === chosen,
        label: `${isUnsure(outage) ? "≈" : ""}${number(customers)}`,
      },
    });
  }
  return collection(found);
}

/** Size of a sign: with the root of the customers, so that its area says how many. */
const SIZE = ["interpolate", ["linear"], ["sqrt", ["get", "customers"]], 0, 0.7, 10, 0.95, 30, 1.35, 70, 1.9];
const text = (colour, halo = "map-land") => ({ "text-color": token(colour), "text-halo-color": token(halo), "text-halo-width": 1.6 });

export function addOutageLayers(map, { outages, before }) {
  const chosen = ["==", ["get", "chosen"], true];
  map.addSource("outages", { type: "geojson", data: outages() });
  map.addLayer({ id: "outage-chosen", type: "circle", source: "outages", filter: chosen, paint: { "circle-radius": ["*", 15, SIZE], "circle-color": "transparent", "circle-stroke-color": token("acc"), "circle-stroke-width": 2.5 } }, before);
  map.addLayer({
    id: "outages", type: "symbol", source: "outages",
    layout: {
      "icon-image": ["get", "sign"], "icon-size": SIZE, "icon-allow-overlap": true, "icon-ignore-placement": true,
      "symbol-sort-key": ["-", 0, ["get", "rank"]],
      "text-field": ["get", "label"], "text-font": FONT, "text-size": 12, "text-optional": true,
      "text-variable-anchor": ["left", "right", "bottom"], "text-radial-offset": 1.25, "text-padding": 0,
    },
    paint: text("fg0"),
  }, before);
}

/** The tint of the counties and their sums, for the province seen from above. */
export function addTint(map, { outages, labels }) {
  map.addSource("sums", { type: "geojson", data: sumFeatures(outages(), labels) });
  map.addLayer({ id: "tint", type: "fill", source: "counties", maxzoom: TINT_BELOW_ZOOM, paint: { "fill-color": tint(outages()), "fill-antialias": false } }, "lakes");
  map.addLayer({ id: "sum-texts", type: "symbol", source: "sums", maxzoom: TINT_BELOW_ZOOM, layout: { "text-field": ["get", "label"], "text-font": FONT, "text-size": 11, "text-offset": [0, 1], "text-padding": 1, "symbol-sort-key": ["-", 0, ["get", "customers"]] }, paint: text("fg1") });
}

export function tint(outages) {
  const pairs = [...sumsByCentre(outages)].map(([code, customers]) => [code, stepOf(customers)]).filter(([, step]) => step);
  if (pairs.length === 0) return "transparent";
  return ["match", ["get", "adcode"], ...pairs.flatMap(([code, step]) => [code, token(step)]), "transparent"];
}

/** @param {{features: any[]}} labels points with the adcode of their county */
export function sumFeatures(outages, labels) {
  const sums = sumsByCentre(outages);
  const several = new Set();
  const seen = new Set();
  for (const outage of outages) (seen.has(outage.centre_code) ? several : seen).add(outage.centre_code);
  // The sign of an only outage says its number already.
  return collection(labels.features.filter(({ properties }) => several.has(properties.adcode) && sums.get(properties.adcode) > 0).map((feature) => ({
    ...feature, properties: { customers: sums.get(feature.properties.adcode), label: number(sums.get(feature.properties.adcode)) },
  })));
}

/** The dark branches of the chosen outage and its device. */
export function addTrace(map, { trace, colour }) {
  const isLine = ["==", ["geometry-type"], "LineString"];
  map.addSource("trace", { type: "geojson", data: trace() });
  const width = (add) => ["interpolate", ["linear"], ["zoom"], 8, 2 + add, 13, 4 + add];
  const round = { "line-cap": "round", "line-join": "round" };
  map.addLayer({ id: "trace-edge", type: "line", source: "trace", filter: isLine, layout: round, paint: { "line-color": token("map-land"), "line-width": width(3) } });
  map.addLayer({ id: "trace-lines", type: "line", source: "trace", filter: isLine, layout: round, paint: { "line-color": token(colour()), "line-width": width(0) } });
  map.addLayer({ id: "trace-device", type: "symbol", source: "trace", filter: ["==", ["geometry-type"], "Point"], layout: { "text-field": ["coalesce", ["get", "name"], ""], "text-font": FONT, "text-size": 12, "text-offset": [0, -1.9], "text-anchor": "bottom" }, paint: text("fg0") });
}

export { addSymbols };
