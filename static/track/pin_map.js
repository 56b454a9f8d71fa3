/** The map on which the customer shows where it is dark; fetched only when they want it. */
import { createMap } from "../js/map/base.js";
import { loadStyles } from "./map.js";

const REACH_DEGREES = 0.02; // about two kilometres each way: the next villages are seen

/** @param {HTMLElement} canvas @param {{lat: number, lon: number}} centre */
export async function drawPinMap(canvas, { lat, lon }) {
  loadStyles();
  const bounds = [[lon - REACH_DEGREES, lat - REACH_DEGREES], [lon + REACH_DEGREES, lat + REACH_DEGREES]];
  return createMap(canvas, { bounds, padding: 0 });
}
