// Crews, orders and candidates as map layers. Data goes in by `setData`: crews and orders at most once a second.
import { addNetwork } from "../js/map/network/layers.js";
import { addSupply } from "../js/map/network/supply.js";
import { addSymbols } from "../js/map/symbols.js";
import { phaseOf } from "../js/states.js";
import { token } from "../js/theme.js";
import { candidates, chosenCandidate } from "./detail_data.js";
import { proposed } from "./locate.js";
import { selected, selectedId } from "./selection.js";
import { alarmCards, crews, orders, outages } from "../live/store.js";
import { outageFeatures } from "../outages/features.js";
import { isLive } from "../outages/rules.js";
import { named } from "../js/names/names.js";

const FONT = ["Noto Sans CJK SC Regular"];
const collection = (features) => ({ type: "FeatureCollection", features });
const point = (lon, lat, properties) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates: [lon, lat] },
});
const placed = (thing) => thing.lat !== null && thing.lon !== null && thing.lat !== undefined;

/** Which layers a person has switched off: {orders, outages, crews, idle}. */
export const LAYERS_OF = {
  orders: ["orders"],
  outages: ["outage-halos", "outage-numbers"],
  crews: ["crews"],
  idle: ["crews-idle"],
};

export function crewFeatures() {
  const found = [];
  for (const crew of crews.values()) {
    if (crew.state === "OFF_DUTY" || !placed(crew)) continue;
    found.push(
      point(crew.lon, crew.lat, {
        id: crew.id,
        state: crew.state,
        heading: crew.state === "EN_ROUTE" ? (crew.heading ?? 0) : 0,
      }),
    );
  }
  return collection(found);
}

export function orderFeatures() {
  const found = [];
  for (const order of orders.values()) {
    if (placed(order))
      found.push(
        point(order.lon, order.lat, { id: order.id, grade: order.grade, chosen: order.id === selectedId.peek() }),
      );
  }
  return collection(found);
}

/** Where somebody calls for help: the last fix of each crew, until a person has seen it and the matter is over. */
export function callFeatures() {
  const calls = [...alarmCards.values()].filter((alarm) => alarm.code === "crew_sos" && placed(alarm.detail));
  return collection(
    calls.map((alarm) => point(alarm.detail.lon, alarm.detail.lat, { label: `SOS ${named(alarm.subject_name)}` })),
  );
}

export const darkFeatures = () => outageFeatures([...outages.values()].filter(isLive));

/** A disc under the orders, its area as many customers as are out, the number at its edge. */
function outageLayers() {
  const rank = (first, second, third, plan) => [
    "match",
    ["get", "rank"],
    1,
    token(first),
    2,
    token(second),
    3,
    token(third),
    token(plan),
  ];
  const radius = ["interpolate", ["linear"], ["sqrt", ["get", "customers"]], 0, 8, 10, 13, 30, 22, 70, 40];
  return [
    {
      id: "outage-halos",
      type: "circle",
      source: "outages",
      paint: {
        "circle-radius": radius,
        "circle-color": rank("p1", "p2", "p3", "plan"),
        "circle-opacity": 0.14,
        "circle-stroke-color": rank("p1", "p2", "p3", "plan"),
        "circle-stroke-width": 1.2,
      },
    },
    {
      id: "outage-numbers",
      type: "symbol",
      source: "outages",
      filter: ["step", ["zoom"], [">=", ["get", "customers"], 20], 8, true],
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 12,
        "text-optional": true,
        "text-variable-anchor": ["bottom", "top", "left", "right"],
        "text-radial-offset": 1.9,
        "text-padding": 0,
      },
      paint: textPaint("fg1"),
    },
  ];
}

const CANDIDATES_DRAWN = 5;

/** Number and travel time at each candidate, a line from each to the order. */
export function candidateFeatures() {
  const order = selected.peek();
  if (!order || !placed(order)) return collection([]);
  const drawn = candidates().slice(0, CANDIDATES_DRAWN).filter(placed);
  const chosenId = chosenCandidate()?.crew_id;
  const features = drawn.flatMap((candidate, index) => {
    const chosen = candidate.crew_id === chosenId;
    const label = `${named(candidate.crew_name)} · ${Math.round(candidate.eta_minutes)} ${gettext("min")}`;
    const line = { type: "LineString", coordinates: [[candidate.lon, candidate.lat], [order.lon, order.lat]] };
    return [
      { type: "Feature", properties: { chosen }, geometry: line },
      point(candidate.lon, candidate.lat, { rank: String(index + 1), chosen, label }),
    ];
  });
  return collection([...features, ...onTheWay(order)]);
}

/** The crew that has the order: one solid line from where it is now. */
function onTheWay(order) {
  const crew = order.crew && crews.get(order.crew.id);
  if (!crew || !placed(crew) || phaseOf(order.status) !== "en_route") return [];
  const line = { type: "LineString", coordinates: [[crew.lon, crew.lat], [order.lon, order.lat]] };
  return [{ type: "Feature", properties: { chosen: true }, geometry: line }];
}

/** Where a click would put the order, until a person confirms it. */
export function proposedFeatures() {
  const place = proposed.peek();
  return collection(place ? [point(place.lon, place.lat, {})] : []);
}

function proposedLayer() {
  const paint = {
    "circle-radius": 9,
    "circle-color": "transparent",
    "circle-stroke-width": 3,
    "circle-stroke-color": token("acc"),
  };
  return { id: "proposed", type: "circle", source: "proposed", paint };
}

function textPaint(colour) {
  return { "text-color": token(colour), "text-halo-color": token("map-land"), "text-halo-width": 1.5 };
}

function crewLayers() {
  const icon = {
    "icon-image": ["concat", "crew-", ["get", "state"]],
    "icon-allow-overlap": true,
    "icon-ignore-placement": true,
  };
  const idle = ["==", ["get", "state"], "IDLE"];
  // A crew on site stands exactly where its order is drawn: it is shown at the order's lower right.
  const besideOrder = ["case", ["==", ["get", "state"], "ON_SITE"], ["literal", [11, 11]], ["literal", [0, 0]]];
  return [
    {
      id: "crews-idle",
      type: "symbol",
      source: "crews",
      filter: idle,
      layout: { ...icon, "icon-size": ["interpolate", ["linear"], ["zoom"], 6, 0.6, 9, 1.2] },
    },
    {
      id: "crews",
      type: "symbol",
      source: "crews",
      filter: ["!", idle],
      layout: {
        ...icon,
        "icon-offset": besideOrder,
        "icon-rotate": ["get", "heading"],
        "icon-rotation-alignment": "map",
      },
    },
  ];
}

function orderLayers() {
  const chosen = ["==", ["get", "chosen"], true];
  return [
    {
      id: "order-chosen",
      type: "circle",
      source: "orders",
      filter: chosen,
      paint: {
        "circle-radius": 17,
        "circle-color": "transparent",
        "circle-stroke-color": token("acc"),
        "circle-stroke-width": 2,
      },
    },
    {
      id: "orders",
      type: "symbol",
      source: "orders",
      layout: {
        "icon-image": ["concat", "grade-", ["to-string", ["get", "grade"]]],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-size": [
          "interpolate",
          ["linear"],
          ["zoom"],
          6,
          ["match", ["get", "grade"], 1, 0.9, 2, 0.75, 0.6],
          9,
          ["match", ["get", "grade"], 1, 1.2, 2, 1.1, 1],
        ],
        "symbol-sort-key": ["-", 0, ["get", "grade"]], // the gravest on top
      },
    },
  ];
}

function callLayers() {
  return [
    {
      id: "call-rings",
      type: "circle",
      source: "calls",
      paint: {
        "circle-radius": 15,
        "circle-color": "transparent",
        "circle-stroke-color": token("p1"),
        "circle-stroke-width": 4,
      },
    },
    {
      id: "call-names",
      type: "symbol",
      source: "calls",
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 13,
        "text-offset": [0, 1.9],
        "text-allow-overlap": true,
      },
      paint: textPaint("p1"),
    },
  ];
}

function candidateLayers() {
  const isLine = ["==", ["geometry-type"], "LineString"];
  const chosen = ["==", ["get", "chosen"], true];
  const dot = ["all", ["==", ["geometry-type"], "Point"]];
  return [
    {
      id: "candidate-lines",
      type: "line",
      source: "candidates",
      filter: ["all", isLine, ["!", chosen]],
      paint: { "line-color": token("fg1"), "line-width": 1, "line-dasharray": [4, 3] },
    },
    {
      id: "candidate-best",
      type: "line",
      source: "candidates",
      filter: ["all", isLine, chosen],
      paint: { "line-color": token("acc"), "line-width": 2.5 },
    },
    {
      id: "candidate-dots",
      type: "circle",
      source: "candidates",
      filter: dot,
      paint: {
        "circle-radius": 10,
        "circle-color": ["case", chosen, token("accbg"), token("bg3")],
        "circle-stroke-color": ["case", chosen, token("acc"), token("fg2")],
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "candidate-names",
      type: "symbol",
      source: "candidates",
      filter: dot,
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 12,
        "text-variable-anchor": ["bottom", "top", "right", "left"],
        "text-radial-offset": 1.2,
        "text-padding": 1,
      },
      paint: textPaint("fg0"),
    },
    // Above the names, so that they are placed first and the names find room beside them.
    {
      id: "candidate-ranks",
      type: "symbol",
      source: "candidates",
      filter: dot,
      layout: {
        "text-field": ["get", "rank"],
        "text-font": FONT,
        "text-size": 12,
        "text-allow-overlap": true,
        "text-padding": 7, // the disc: no name is written over it
      },
      paint: { "text-color": ["case", chosen, token("onacc"), token("fg0")] },
    },
  ];
}

/** Everything of ours on a fresh style; called again after each change of theme. */
export function addLayers(map) {
  addSymbols(map);
  addNetwork(map);
  addSupply(map);
  map.addSource("crews", { type: "geojson", data: crewFeatures() });
  map.addSource("orders", { type: "geojson", data: orderFeatures() });
  map.addSource("candidates", { type: "geojson", data: candidateFeatures() });
  map.addSource("proposed", { type: "geojson", data: proposedFeatures() });
  map.addSource("outages", { type: "geojson", data: darkFeatures() });
  map.addSource("calls", { type: "geojson", data: callFeatures() });
  for (const layer of [
    ...outageLayers(),
    ...crewLayers(),
    ...orderLayers().slice(0, 1),
    ...candidateLayers(),
    ...orderLayers().slice(1),
    proposedLayer(),
    ...callLayers(),
  ])
    map.addLayer(layer);
}
