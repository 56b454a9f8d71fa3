// @ts-check
// The network in the window of a map, at near scales: asked for by bounding box, kept while the window stays within it,
// asked for again once a minute, because switches move.
import { effect, signal } from "../../../vendor/preact/11.2.0/preact.mjs";
import { get } from "../../api.js";
import { covers, detailAt, sideBySide, windowOf } from "./rules.js";
import { withNames } from "../../names/names.js";

const AGAIN_MS = 60_000;
const EMPTY = { type: "FeatureCollection", features: [] };
const KEPT_AS = "map.network";
/** @type {{collection: any, box: import("./rules.js").Box | null, detail: string, at: number}} */
const NOTHING = { collection: EMPTY, box: null, detail: "", at: 0 };

/** Whether a person wants to see it; kept for this browser. */
export const shown = signal(localStorage.getItem(KEPT_AS) !== "off");
/** Whether the map is near enough. */
export const near = signal(false);
/** What is to be said of what is drawn: {problem, truncated, withoutPlace, count}. */
export const told = signal({ problem: "", truncated: false, withoutPlace: 0, count: 0, detail: "" });

let held = NOTHING;
/** @type {AbortController | null} */
let asking = null;

export const toggleNetwork = () => {
  shown.value = !shown.value;
  localStorage.setItem(KEPT_AS, shown.value ? "on" : "off");
};

/** What is drawn now, for a style that begins anew. */
export const networkFeatures = () => (shown.peek() && near.peek() ? held.collection : EMPTY);

/** Keeps the source `network` of this map filled until the map is removed. @param {any} map */
export function followNetwork(map) {
  const draw = () => {
    const features = networkFeatures();
    map.getSource("network")?.setData(features);
    document.documentElement.dataset.network = String(features.features.length);
  };
  const look = () => refresh(map, draw);
  const stop = effect(() => void (shown.value, near.value, draw(), look()));
  const timer = setInterval(() => document.hidden || look(), AGAIN_MS);
  map.on("moveend", look);
  map.once("remove", () => {
    stop();
    clearInterval(timer);
    asking?.abort();
  });
}

/** @param {any} map @param {() => void} draw */
async function refresh(map, draw) {
  const detail = detailAt(map.getZoom());
  near.value = detail !== null;
  if (!detail || !shown.peek()) return;
  const bounds = map.getBounds();
  const seen = { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() };
  const fresh = Date.now() - held.at < AGAIN_MS;
  if (fresh && held.detail === detail && covers(held.box, seen)) return;
  const box = windowOf(seen, detail);
  asking?.abort();
  asking = new AbortController();
  const { signal: stopped } = asking;
  try {
    const bbox = [box.west, box.south, box.east, box.north].join();
    const answer = await get("network.geojson", { bbox, detail }, { signal: stopped });
    const features = withNames(sideBySide(answer.features ?? []));
    held = { collection: { type: "FeatureCollection", features }, box, detail, at: Date.now() };
    const { truncated = false, without_place: withoutPlace = 0 } = answer;
    told.value = { problem: "", truncated, withoutPlace, count: features.length, detail };
  } catch (reason) {
    if (stopped.aborted) return;
    told.value = { ...told.peek(), problem: /** @type {Error} */ (reason).message };
    return;
  }
  draw();
}
