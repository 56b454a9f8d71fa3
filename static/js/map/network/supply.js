// @ts-check
// The supply path of what is chosen: asked for when it is chosen, drawn on the map, named in the panel.
import { effect, signal } from "../../../vendor/preact/11.2.0/preact.mjs";
import { get } from "../../api.js";
import { withNames } from "../../names/names.js";
import { token } from "../../theme.js";

const NOTHING = { of: "", path: null, problem: "" };
const FONT = ["Noto Sans CJK SC Regular"];
const NAMES_FROM = 11;

/** {of: address, path: the answer of the API or null, problem} */
export const supply = signal(/** @type {{of: string, path: any, problem: string}} */ (NOTHING));

/** @type {AbortController | null} */
let asking = null;

/** @param {string} address */
async function load(address) {
  asking?.abort();
  supply.value = { ...NOTHING, of: address };
  if (!address) return;
  asking = new AbortController();
  const { signal: stopped } = asking;
  try {
    const path = await get(address, undefined, { signal: stopped });
    if (!stopped.aborted) supply.value = { of: address, path: path.devices ? path : null, problem: "" };
  } catch (reason) {
    if (!stopped.aborted) supply.value = { of: address, path: null, problem: /** @type {Error} */ (reason).message };
  }
}

export const readSupplyAgain = () => load(supply.peek().of);

/**
 * Follows what is chosen. `address()` reads signals: the door of its supply path, with a word after `#` that makes it
 * be asked again; "" for none.
 * @param {() => string} address
 */
export function followSupply(address) {
  let last = "";
  effect(() => {
    const wanted = address();
    if (wanted === last) return;
    last = wanted;
    load(wanted.split("#")[0]);
  });
}

/** Lines and points of the path, for the map. */
export const supplyFeatures = () => supply.peek().path?.map?.features ?? [];
const collection = () => ({ type: "FeatureCollection", features: withNames(supplyFeatures()) });

/** Adds the path to a fresh style, above the network and below what happens. @param {any} map */
export function addSupply(map) {
  const isLine = ["==", ["geometry-type"], "LineString"];
  const width = (/** @type {number} */ add) => ["interpolate", ["linear"], ["zoom"], 8, 2 + add, 13, 4 + add];
  const line = (/** @type {string} */ id, /** @type {string} */ colour, /** @type {number} */ add) => ({
    id,
    type: "line",
    source: "supply",
    filter: isLine,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": token(colour), "line-width": width(add) },
  });
  map.addSource("supply", { type: "geojson", data: collection() });
  map.addLayer(line("supply-edge", "map-land", 3));
  map.addLayer(line("supply-lines", "acc", 0));
  map.addLayer({
    id: "supply-devices",
    type: "symbol",
    source: "supply",
    minzoom: NAMES_FROM,
    filter: ["!", isLine],
    layout: {
      "icon-image": [
        "case",
        ["==", ["get", "what"], "substation"],
        "net-substation",
        ["==", ["get", "kind"], "TRANSFORMER"],
        "net-transformer",
        ["get", "open"],
        "net-open",
        "net-closed",
      ],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "text-field": ["get", "shown"],
      "text-font": FONT,
      "text-size": 12,
      "text-max-width": 14,
      "text-variable-anchor": ["right", "left", "top", "bottom"],
      "text-radial-offset": 0.9,
      "text-optional": true,
    },
    paint: { "text-color": token("acc"), "text-halo-color": token("map-land"), "text-halo-width": 1.8 },
  });
}

/** Keeps the path on the map until it is removed. @param {any} map */
export function drawSupply(map) {
  const stop = effect(() => {
    supply.value;
    map.getSource("supply")?.setData(collection());
    document.documentElement.dataset.supply = String(supplyFeatures().length);
  });
  map.once("remove", stop);
}
