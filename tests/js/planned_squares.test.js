// Arranged work is told from faults without its colour, with its number, on both maps: static/status/layers.js,
// static/outages/layers.js, static/outages/plans/layer.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import "./states.js";
import { drawing, value } from "./expression.js";

Object.assign(globalThis, {
  matchMedia: () => ({ matches: false, addEventListener: () => {} }),
  location: { search: "", href: "http://testserver/", pathname: "/outages/" },
  getComputedStyle: () => ({ getPropertyValue: (name) => name }),
});
/** What was drawn last: the colours and the dashes of a canvas. */
let dashes = [];
const pen = new Proxy({ setLineDash: (given) => (dashes = given), getImageData: () => ({ dashes }) }, {
  get: (own, name) => own[name] ?? (() => {}), set: () => true,
});
document.documentElement.dataset = {};
document.createElement = () => ({ getContext: () => pen });

const status = await import("../../static/status/layers.js");
const { addOutageLayers } = await import("../../static/outages/layers.js");
const { addPlanLayers } = await import("../../static/outages/plans/layer.js");
const { addSquares } = await import("../../static/js/map/squares.js");
const { outageFeatures } = await import("../../static/outages/features.js");

/** A map that keeps what is added to it. */
function fakeMap() {
  const map = { layers: [], sources: {}, images: {} };
  return Object.assign(map, {
    addLayer: (layer) => map.layers.push(layer),
    addSource: (name, source) => (map.sources[name] = source),
    addImage: (name, image) => (map.images[name] = image),
    hasImage: (name) => name in map.images,
  });
}
const layerOf = (map, id) => map.layers.find((layer) => layer.id === id);
const iconOf = (map, id, of) => value(layerOf(map, id).layout["icon-image"], of);

test("strangers see a disc or a square, each with its number, and can come nearer by either", () => {
  const map = fakeMap();
  status.addLayers(map, { type: "FeatureCollection", features: [] });
  const seen = (of) => drawing(map.layers, "outages", of);
  const fault = { cause: "UNPLANNED", metersAffected: 100 };
  const plan = { cause: "PLANNED", metersAffected: 100 };
  assert.deepEqual(seen(fault), ["ground", "outages", "numbers"]);
  assert.deepEqual(seen(plan), ["planned", "numbers"]);
  assert.equal(value(layerOf(map, "numbers").layout["text-field"], plan), "100");
  assert.deepEqual(seen({ customers: 300, unplanned: 0 }), ["planned", "numbers"], "a group of planned ones alone");
  assert.deepEqual(seen({ customers: 300, unplanned: 1 }), ["ground", "outages", "numbers"]);
  assert.deepEqual(map.images[iconOf(map, "planned", plan)].dashes, [], "it has begun");
  assert.deepEqual(status.PRESSED, ["outages", "planned"]);
});

const outage = (changes) => ({
  id: 1, number: "O1", status: "CONFIRMED", outage_kind: "FAULT", grade: null, customers_out: 120, customers_total: 120,
  city: "恩施州", centre: "咸丰县", feeder: null, device: { code: "D", name: "D" }, lat: 29.6, lon: 109.1, ...changes,
});
const ofOutage = (changes) => outageFeatures([outage(changes)]).features[0].properties;

test("on the outage map arranged work is a square with its number, alone and together", () => {
  const map = fakeMap();
  addSquares(map);
  addOutageLayers(map, { outages: () => outageFeatures([]), chosen: () => outageFeatures([]) });
  const plan = ofOutage({ outage_kind: "PLANNED" });
  assert.deepEqual(drawing(map.layers, "outages", plan), ["outages-planned", "outages-numbers"]);
  assert.deepEqual(drawing(map.layers, "chosen", plan).slice(1, 3), ["chosen-planned", "chosen-numbers"]);
  assert.equal(value(layerOf(map, "outages-numbers").layout["text-field"], plan), "120");
  assert.deepEqual(drawing(map.layers, "outages", ofOutage({})), ["outages-ground", "outages", "outages-numbers"]);
  const several = { point_count: 3, out: 900, grave: 0, waiting: 0, coming: 0, working: 0, planned: 3, back: 0 };
  assert.deepEqual(drawing(map.layers, "outages", several), ["clusters-planned", "cluster-numbers"]);
  const mixed = drawing(map.layers, "outages", { ...several, waiting: 1, planned: 2 });
  assert.deepEqual(mixed, ["cluster-rims", "clusters-ground", "clusters", "cluster-numbers"]);
  for (const [id, of] of [["outages-planned", plan], ["clusters-planned", several]])
    assert.ok(iconOf(map, id, of) in map.images, "the icon is there");
});

test("the more customers the larger the square", () => {
  const map = fakeMap();
  addSquares(map);
  addOutageLayers(map, { outages: () => outageFeatures([]), chosen: () => outageFeatures([]) });
  const sides = [1, 100, 500, 1000, 9000].map((customers) =>
    Number(iconOf(map, "outages-planned", { customers }).split("-").at(-1)));
  assert.deepEqual(sides, [...new Set(sides)].sort((one, other) => one - other));
});

test("work that has not begun is dashed, and has its number too", () => {
  const map = fakeMap();
  addSquares(map);
  addPlanLayers(map);
  const plan = { number: "P1", begun: false, chosen: false, customers: 120, label: "120" };
  assert.deepEqual(drawing(map.layers, "plans", plan), ["plans", "plan-numbers"]);
  assert.equal(value(layerOf(map, "plan-numbers").layout["text-field"], plan), "120");
  assert.notDeepEqual(map.images[iconOf(map, "plans", plan)].dashes, []);
  assert.deepEqual(drawing(map.layers, "plans", { ...plan, begun: true, chosen: true }), ["plan-ring"]);
});
