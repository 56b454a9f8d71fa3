// Outages on a map: a disc each, its area the customers, its colour what is being done; arranged work is a square. Near
// ones are counted together.
import { squareFor, squares } from "../js/map/squares.js";
import { token } from "../js/theme.js";
import { tint } from "./features.js";

const FONT = ["Noto Sans CJK SC Regular"];
const TINT_BELOW_ZOOM = 8;
const APART_PX = 44; // discs of a hundred customers still stand side by side
const TOGETHER_UP_TO_ZOOM = 11;

/** Stage → colour token; the legend shows the same. */
export const STAGE_COLOURS = { waiting: "p2", coming: "acc", working: "site", planned: "plan", back: "fg2" };

const count = (test) => ["+", ["case", test, 1, 0]];
const some = (name) => [">", ["get", name], 0];
const byRoot = (property, ...stops) => ["interpolate", ["linear"], ["sqrt", ["get", property]], ...stops];
const above = (property) =>
  byRoot(property, 0, ["literal", [0, -1.6]], 10, ["literal", [0, -1.9]], 30, ["literal", [0, -2.6]], 70, [
    "literal",
    [0, -3.7],
  ]);
const RADIUS = byRoot("customers", 0, 10, 5, 11, 10, 14, 30, 22, 70, 36);
const CLUSTER_RADIUS = byRoot("out", 0, 16, 10, 18, 30, 22, 70, 27, 150, 34);

/** Clusters wear the colour of the least cared for among them. */
const SUMS = {
  out: ["+", ["get", "out"]],
  grave: count(["==", ["get", "rank"], 1]),
  ...Object.fromEntries(Object.keys(STAGE_COLOURS).map((stage) => [stage, count(["==", ["get", "stage"], stage])])),
};

const stageColour = () => [
  "match",
  ["get", "stage"],
  ...Object.entries(STAGE_COLOURS).flatMap(([stage, name]) => [stage, token(name)]),
  token("fg2"),
];
const worstColour = () => [
  "case",
  ...Object.entries(STAGE_COLOURS).flatMap(([stage, name]) => [some(stage), token(name)]),
  token("fg2"),
];
/** Arranged work, and of those together, where no fault is among them: what wears its colour has its shape. */
const IS_PLANNED = ["==", ["get", "stage"], "planned"];
const ALL_PLANNED = ["all", some("planned"), ...["waiting", "coming", "working"].map((stage) => ["!", some(stage)])];

const text = (colour, halo = "map-land") => ({
  "text-color": token(colour),
  "text-halo-color": token(halo),
  "text-halo-width": 1.6,
});
const free = {
  "icon-allow-overlap": true,
  "icon-ignore-placement": true,
  "text-allow-overlap": true,
  "text-ignore-placement": true,
};

/** The gravest on top. */
const UPPERMOST = { "symbol-sort-key": ["-", 0, ["get", "rank"]] };

/** Land under the disc, so that discs which still overlap stay apart; the least grave lowest. */
function disc(id, source, { radius, colour, filter, opacity = 0.28 }) {
  const layout = { "circle-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 0]] };
  return [
    {
      id: `${id}-ground`,
      type: "circle",
      source,
      filter,
      layout,
      paint: { "circle-radius": radius, "circle-color": token("map-land"), "circle-opacity": 0.92 },
    },
    {
      id,
      type: "circle",
      source,
      filter,
      layout,
      paint: {
        "circle-radius": radius,
        "circle-color": colour,
        "circle-opacity": opacity,
        "circle-stroke-color": colour,
        "circle-stroke-width": 2,
      },
    },
  ];
}

/** The crew's own sign at the rim: read without colour. */
function crewSign(id, source, filter) {
  const rim = byRoot("customers", 0, ["literal", [8, 8]], 10, ["literal", [11, 11]], 30, ["literal", [16, 16]], 70, [
    "literal",
    [26, 26],
  ]);
  const icon = ["match", ["get", "stage"], "coming", "crew-EN_ROUTE", "crew-ON_SITE"];
  return {
    id: `${id}-crews`,
    type: "symbol",
    source,
    filter: ["all", filter, ["in", ["get", "stage"], ["literal", ["coming", "working"]]]],
    layout: { ...free, "icon-image": icon, "icon-size": 0.8, "icon-offset": rim },
  };
}

function graveSign(id, source, filter, sized) {
  const rim = byRoot(sized, 0, ["literal", [12, -12]], 10, ["literal", [17, -17]], 30, ["literal", [26, -26]], 70, [
    "literal",
    [42, -42],
  ]);
  return {
    id: `${id}-grave`,
    type: "symbol",
    source,
    filter,
    layout: { ...free, "icon-image": "grade-1", "icon-size": 0.62, "icon-offset": rim },
  };
}

/** Discs and squares of single outages: number within, judged ones hollow. */
function singles(id, source, filter) {
  const opacity = ["case", ["get", "unsure"], 0, 0.28];
  return [
    ...disc(id, source, { radius: RADIUS, colour: stageColour(), filter: ["all", filter, ["!", IS_PLANNED]], opacity }),
    squares(`${id}-planned`, source, ["all", filter, IS_PLANNED], squareFor(["get", "customers"]), UPPERMOST),
    {
      id: `${id}-numbers`,
      type: "symbol",
      source,
      filter,
      layout: {
        ...free,
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 11.5,
        ...UPPERMOST,
      },
      paint: text("fg0"),
    },
    crewSign(id, source, filter),
    graveSign(id, source, ["all", filter, ["==", ["get", "rank"], 1]], "customers"),
  ];
}

function clusters(filter) {
  const several = ["concat", "×", ["to-string", ["get", "point_count"]]];
  const sum = ["number-format", ["get", "out"], { locale: document.documentElement.lang }];
  const both = ["format", sum, {}, "\n", {}, several, { "font-scale": 0.82 }];
  const faults = ["all", filter, ["!", ALL_PLANNED]];
  const planned = ["all", filter, ALL_PLANNED];
  return [
    {
      id: "cluster-rims",
      type: "circle",
      source: "outages",
      filter: faults,
      paint: {
        "circle-radius": ["+", CLUSTER_RADIUS, 4],
        "circle-color": "transparent",
        "circle-stroke-color": worstColour(),
        "circle-stroke-width": 1.2,
      },
    },
    ...disc("clusters", "outages", { radius: CLUSTER_RADIUS, colour: worstColour(), filter: faults }),
    squares("clusters-planned", "outages", planned, squareFor(["get", "out"], { together: true })),
    {
      id: "cluster-numbers",
      type: "symbol",
      source: "outages",
      filter,
      layout: {
        ...free,
        "text-field": ["case", some("out"), both, several],
        "text-font": FONT,
        "text-size": 12,
        "text-line-height": 1.1,
      },
      paint: text("fg0"),
    },
    graveSign("clusters", "outages", ["all", filter, some("grave")], "out"),
  ];
}

/** `outages()` and `chosen()` give collections; the chosen one is never counted into others. */
export function addOutageLayers(map, { outages, chosen }) {
  const many = ["has", "point_count"];
  map.addSource("outages", {
    type: "geojson",
    data: outages(),
    cluster: true,
    clusterRadius: APART_PX,
    clusterMaxZoom: TOGETHER_UP_TO_ZOOM,
    clusterProperties: SUMS,
  });
  map.addSource("chosen", { type: "geojson", data: chosen() });
  const ring = {
    id: "chosen-ring",
    type: "circle",
    source: "chosen",
    paint: {
      "circle-radius": ["+", RADIUS, 5],
      "circle-color": "transparent",
      "circle-stroke-color": token("acc"),
      "circle-stroke-width": 2.5,
    },
  };
  const name = {
    id: "chosen-name",
    type: "symbol",
    source: "chosen",
    layout: {
      ...free,
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": 12,
      "text-max-width": 24,
      "text-anchor": "bottom",
      "text-offset": above("customers"),
    },
    paint: text("fg0"),
  };
  for (const layer of [
    ...singles("outages", "outages", ["!", many]),
    ...clusters(many),
    ring,
    ...singles("chosen", "chosen", ["!", many]),
    name,
  ])
    map.addLayer(layer);
}

/** The tint of the counties, for the province seen from above. */
export function addTint(map, { outages }) {
  map.addLayer(
    {
      id: "tint",
      type: "fill",
      source: "counties",
      maxzoom: TINT_BELOW_ZOOM,
      paint: { "fill-color": tint(outages()), "fill-antialias": false },
    },
    "lakes",
  );
}

/** The dark branches of the chosen outage. */
export function addTrace(map, { trace, colour }) {
  const isLine = ["==", ["geometry-type"], "LineString"];
  map.addSource("trace", { type: "geojson", data: trace() });
  const width = (add) => ["interpolate", ["linear"], ["zoom"], 8, 2 + add, 13, 4 + add];
  const round = { "line-cap": "round", "line-join": "round" };
  map.addLayer({
    id: "trace-edge",
    type: "line",
    source: "trace",
    filter: isLine,
    layout: round,
    paint: { "line-color": token("map-land"), "line-width": width(3) },
  });
  map.addLayer({
    id: "trace-lines",
    type: "line",
    source: "trace",
    filter: isLine,
    layout: round,
    paint: { "line-color": token(colour()), "line-width": width(0) },
  });
}
