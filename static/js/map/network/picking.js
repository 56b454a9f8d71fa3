// @ts-check
// A device or an outage is asked for: who asks says what to do with it, and a click on the map answers.
import { effect, signal } from "../../../vendor/preact/11.2.0/preact.mjs";
import { token } from "../../theme.js";
import { NETWORK_DEVICES } from "./layers.js";

const NEAR_PX = 8;

/**
 * Who asks now: `take(device)` is the answer, or `takeOutage(number)` where an outage is asked for; `hint` says on the
 * map what is meant; `stop` lets it be.
 * @typedef {{code: string, name: string, feeder: string, feederCode: string}} Device
 * @typedef {{take?: (device: Device) => void, takeOutage?: (number: string) => void, hint: string,
 *   stop?: () => void}} Ask
 */
export const picking = signal(/** @type {Ask | null} */ (null));
/** The device that a person points at in a list: {lon, lat}, or null. */
export const pointed = signal(/** @type {{lon: number, lat: number} | null} */ (null));

/** Whether the click was an answer. @param {any} map @param {{x: number, y: number}} point */
export function pickedAt(map, { x, y }) {
  const ask = picking.peek();
  if (!ask?.take) return false;
  const around = [[x - NEAR_PX, y - NEAR_PX], [x + NEAR_PX, y + NEAR_PX]];
  const layers = [...NETWORK_DEVICES, "supply-devices"].filter((id) => map.getLayer(id));
  const hit = map.queryRenderedFeatures(around, { layers }).find((/** @type {any} */ one) => one.properties.code);
  if (!hit || hit.properties.what === "substation") return false;
  const { code, name, feeder = "", feeder_code: feederCode = "" } = hit.properties;
  ask.take({ code, name, feeder, feederCode });
  return true;
}

const ring = () => {
  const place = pointed.peek();
  const features = place
    ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [place.lon, place.lat] } }]
    : [];
  return { type: "FeatureCollection", features };
};

/** The ring around the device that is pointed at in a list. @param {any} map */
export function addPointed(map) {
  map.addSource("pointed", { type: "geojson", data: ring() });
  map.addLayer({
    id: "pointed",
    type: "circle",
    source: "pointed",
    paint: {
      "circle-radius": 13,
      "circle-color": "transparent",
      "circle-stroke-width": 3,
      "circle-stroke-color": token("acc"),
    },
  });
}

/** A cross for a pointer while a device is asked for, and the one that is pointed at ringed. @param {any} map */
export function followPicking(map) {
  const stop = effect(() => {
    map.getCanvas().style.cursor = picking.value ? "crosshair" : "";
    document.documentElement.dataset.picking = String(picking.value !== null);
  });
  const stopPointing = effect(() => {
    pointed.value;
    map.getSource("pointed")?.setData(ring());
  });
  map.once("remove", () => {
    stop();
    stopPointing();
  });
}
