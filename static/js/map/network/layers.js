// The network as layers: low voltage thin, what has no voltage dashed, switches by their position. It lies under all
// that happens, so a map adds it first.
import { token } from "../../theme.js";
import { networkFeatures } from "./loading.js";
import { NEAR_ZOOM } from "./rules.js";
import { addNetworkSymbols } from "./symbols.js";

const FONT = ["Noto Sans CJK SC Regular"];
const SIDE_PX = 15; // devices of one place stand side by side
const NAMES_FROM = 13;
const is = (what) => ["==", ["get", "what"], what];
const dead = ["get", "dead"];
const round = { "line-cap": "round", "line-join": "round" };

const width = ["interpolate", ["linear"], ["zoom"], NEAR_ZOOM, ["case", ["get", "low_voltage"], 0.6, 1.3], 15, [
  "case",
  ["get", "low_voltage"],
  1.2,
  2.6,
]];

const icon = [
  "case",
  ["==", ["get", "kind"], "TRANSFORMER"],
  ["case", ["get", "open"], "net-transformer-open", "net-transformer"],
  ["concat", ["case", ["get", "open"], "net-open", "net-closed"], ["case", ["get", "off_normal"], "-off-normal", ""]],
];

const turns = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const beside = [
  "match",
  ["get", "turn"],
  ...turns.flatMap((turn) => [turn, ["literal", [turn * SIDE_PX, 0]]]),
  ["literal", [turns.length * SIDE_PX, 0]],
];

/** @type {(colour: string) => object} */
const halo = (colour) => ({
  "text-color": token(colour),
  "text-halo-color": token("map-land"),
  "text-halo-width": 1.5,
});

function named(id, filter, layout, colour, minzoom) {
  const text = {
    "text-field": ["get", "shown"],
    "text-font": FONT,
    "text-size": 11,
    "text-max-width": 12,
    "text-variable-anchor": ["top", "bottom", "left", "right"],
    "text-radial-offset": 0.9,
    "text-optional": true,
  };
  const whole = { ...text, ...layout };
  return { id, type: "symbol", source: "network", minzoom, filter, layout: whole, paint: halo(colour) };
}

/** What a click on the network can hit. */
export const NETWORK_DEVICES = ["network-devices", "network-transformers"];

/** @param {any} map */
export function addNetwork(map) {
  addNetworkSymbols(map);
  const free = { "icon-allow-overlap": true, "icon-ignore-placement": true };
  const transformer = ["==", ["get", "kind"], "TRANSFORMER"];
  const size = ["interpolate", ["linear"], ["zoom"], NEAR_ZOOM, 0.55, 13, 0.8, 15, 1];
  const line = (id, filter, colour, more = {}) => ({
    id,
    type: "line",
    source: "network",
    minzoom: NEAR_ZOOM,
    filter: ["all", is("line"), filter],
    layout: round,
    paint: { "line-color": token(colour), "line-width": width, ...more },
  });
  map.addSource("network", { type: "geojson", data: networkFeatures() });
  for (const layer of [
    line("network-lines", ["!", dead], "fg2"),
    line("network-dead", dead, "fg1", { "line-dasharray": [1.5, 2.5] }),
    {
      id: "network-feeders",
      type: "symbol",
      source: "network",
      minzoom: 12,
      filter: ["all", is("line"), ["!", ["get", "low_voltage"]]],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 420,
        "text-field": ["get", "shown_feeder"],
        "text-font": FONT,
        "text-size": 11,
      },
      paint: halo("fg2"),
    },
    named(
      "network-transformers",
      ["all", is("device"), transformer],
      { ...free, "icon-image": icon, "icon-offset": beside, "icon-size": size },
      "fg2",
      NEAR_ZOOM,
    ),
    named(
      "network-devices",
      ["all", is("device"), ["!", transformer]],
      { ...free, "icon-image": icon, "icon-offset": beside, "icon-size": size },
      "fg1",
      NEAR_ZOOM,
    ),
    named(
      "network-substations",
      is("substation"),
      { ...free, "icon-image": "net-substation", "text-size": 12 },
      "fg0",
      NEAR_ZOOM,
    ),
  ])
    map.addLayer(layer);
  // Names of devices only where there is room for them.
  for (const id of NETWORK_DEVICES)
    map.setLayoutProperty(id, "text-field", ["step", ["zoom"], "", NAMES_FROM, ["get", "shown"]]);
}
