// Outages as GeoJSON for the maps, and the tint of the counties. No map here: what is drawn how is in layers.js.
import { number } from "../js/format.js";
import { token } from "../js/theme.js";
import { gradeOf, isLive, isPlaced, isUnsure, nameOf, stageOf, sumsByCentre } from "./rules.js";

export const collection = (features) => ({ type: "FeatureCollection", features });

/** Customers out → colour token of the tint; the legend shows the same. */
export const STEPS = [[1, "c1"], [50, "c2"], [300, "c3"], [700, "c4"], [2000, "c5"], [5000, "c6"]];
const stepOf = (customers) => STEPS.findLast(([from]) => customers >= from)?.[1];

function feature(outage) {
  const customers = isLive(outage) ? outage.customers_out : outage.customers_total;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [outage.lon, outage.lat] },
    properties: {
      number: outage.number,
      name: nameOf(outage),
      rank: gradeOf(outage) ?? 5,
      stage: stageOf(outage),
      unsure: isUnsure(outage),
      customers,
      out: isLive(outage) ? outage.customers_out : 0,
      label: `${isUnsure(outage) ? "≈" : ""}${number(customers)}`,
    },
  };
}

/** One point per placed outage. @param {Iterable<any>} outages */
export function outageFeatures(outages) {
  const found = [];
  for (const outage of outages) if (isPlaced(outage)) found.push(feature(outage));
  return collection(found);
}

/** The style's colour of a county by the customers who are out in it. */
export function tint(outages) {
  const pairs = [...sumsByCentre(outages)]
    .map(([code, customers]) => [code, stepOf(customers)])
    .filter(([, step]) => step);
  if (pairs.length === 0) return "transparent";
  return ["match", ["get", "adcode"], ...pairs.flatMap(([code, step]) => [code, token(step)]), "transparent"];
}
