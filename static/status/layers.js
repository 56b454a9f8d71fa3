// The layers of the public map: a disc each, a square for arranged work, with the customers' number on either.
import { addSquares, squareFor, squares } from "../js/map/squares.js";
import { token } from "../js/theme.js";

const FONT = ["Noto Sans CJK SC Regular"];
const APART_PX = 44;
const TOGETHER_UP_TO_ZOOM = 10;

/** A group is a square, and violet, only when all of it is planned. */
const PLANNED = ["any", ["==", ["get", "cause"], "PLANNED"], ["==", ["get", "unplanned"], 0]];
const CUSTOMERS = ["coalesce", ["get", "customers"], ["get", "metersAffected"]];
const RADIUS = ["interpolate", ["linear"], ["sqrt", CUSTOMERS], 2, 10, 10, 15, 30, 23, 70, 38];

/** Near ones are counted together. @param {any} outages GeoJSON */
const source = (outages) => ({
  type: "geojson",
  data: outages,
  cluster: true,
  clusterRadius: APART_PX,
  clusterMaxZoom: TOGETHER_UP_TO_ZOOM,
  clusterProperties: {
    customers: ["+", ["get", "metersAffected"]],
    unplanned: ["+", ["case", ["==", ["get", "cause"], "PLANNED"], 0, 1]],
  },
});

const discs = () => [
  {
    id: "ground",
    type: "circle",
    source: "outages",
    filter: ["!", PLANNED],
    paint: { "circle-radius": RADIUS, "circle-color": token("map-land"), "circle-opacity": 0.9 },
  },
  {
    id: "outages",
    type: "circle",
    source: "outages",
    filter: ["!", PLANNED],
    paint: {
      "circle-radius": RADIUS,
      "circle-color": token("p1"),
      "circle-opacity": 0.2,
      "circle-stroke-color": token("p1"),
      "circle-stroke-width": 2,
    },
  },
];

const numbers = () => ({
  id: "numbers",
  type: "symbol",
  source: "outages",
  layout: {
    "text-field": ["number-format", CUSTOMERS, { locale: document.documentElement.lang }],
    "text-font": FONT,
    "text-size": 12,
    "text-allow-overlap": true,
    "text-ignore-placement": true,
  },
  paint: { "text-color": token("fg0"), "text-halo-color": token("map-land"), "text-halo-width": 1.5 },
});

/** What can be pressed to come nearer. */
export const PRESSED = ["outages", "planned"];

/** @param {any} map @param {any} outages GeoJSON */
export function addLayers(map, outages) {
  addSquares(map);
  map.addSource("outages", source(outages));
  for (const layer of [...discs(), squares("planned", "outages", PLANNED, squareFor(CUSTOMERS)), numbers()])
    map.addLayer(layer);
}
