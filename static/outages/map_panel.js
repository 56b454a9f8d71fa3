// The map of the outages. Whatever is on it is also a row of the list, so nothing here takes the keyboard.
import { effect, html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { createMap, HUBEI, NoWebGL } from "../js/map/base.js";
import { areaLabels } from "../js/map/style.js";
import { token } from "../js/theme.js";
import { Icon } from "../console/icons.js";
import { second } from "../console/store.js";
import { cards, choose, chosen, chosenCard, filter } from "./choice.js";
import { details } from "./detail_data.js";
import { addOutageLayers, addSymbols, addTint, addTrace, collection, outageFeatures, sumFeatures, tint } from "./layers.js";
import { MapSigns } from "./legend.js";
import { addPlanLayer, followPlans } from "./plans/layer.js";
import { gradeOf, isPlaced, isPlanned, passes } from "./rules.js";

const REFRESH_MS = 1000; // one setData a second: without a graphics card a repaint costs a quarter of one
const NEAR_PX = 6;
const still = matchMedia("(prefers-reduced-motion: reduce)");
let map = null;
let labels = null;

const shown = () => [...cards.peek().values()].filter((outage) => passes(outage, filter.peek(), second.peek()));
const points = () => outageFeatures(shown(), chosen.peek());
const trace = () => {
  const held = details.peek();
  return held.number === chosen.peek() && held.trace ? { type: "FeatureCollection", features: held.trace.features } : collection([]);
};

function colour() {
  const outage = chosenCard.peek();
  if (!outage || isPlanned(outage)) return "plan";
  return `p${gradeOf(outage) ?? 4}`;
}

function addLayers(fresh) {
  addSymbols(fresh);
  addTint(fresh, { outages: shown, labels });
  addTrace(fresh, { trace, colour });
  addOutageLayers(fresh, { outages: points });
  addPlanLayer(fresh);
}

function paint() {
  map.getSource("outages")?.setData(points());
  map.getSource("sums")?.setData(sumFeatures(shown(), labels));
  if (map.getLayer("tint")) map.setPaintProperty("tint", "fill-color", tint(shown()));
}

function throttled(work) {
  let timer = null;
  let last = 0;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      last = performance.now();
      work();
    }, Math.max(0, last + REFRESH_MS - performance.now()));
  };
}

function drawTrace() {
  map.getSource("trace")?.setData(trace());
  if (map.getLayer("trace-lines")) map.setPaintProperty("trace-lines", "line-color", token(colour()));
  document.documentElement.dataset.traced = String(trace().features.length);
}

function follow() {
  const changed = throttled(paint);
  let flownTo = null;
  const stops = [
    effect(() => void (cards.value, changed())),
    effect(() => void (filter.value, chosen.value, paint())),
    effect(() => {
      details.value;
      drawTrace();
      if (chosen.value === flownTo || (chosen.value && details.value.loading)) return;
      flownTo = chosen.value;
      if (flownTo) flyToChosen();
    }),
  ];
  map.once("remove", () => stops.forEach((stop) => stop()));
}

/** Space kept free of the card where it lies over the map. */
function padding() {
  const over = matchMedia("(min-width: 1280px)").matches;
  return { top: 70, left: 60, bottom: 70, right: over ? 60 + 432 : 60 };
}

/** Shows the chosen outage with all that is dark by it. */
export function flyToChosen() {
  const outage = chosenCard.peek() ?? details.peek().record;
  if (!map || !outage) return;
  const places = trace().features.flatMap(({ geometry }) => (geometry.type === "LineString" ? geometry.coordinates : [geometry.coordinates]));
  if (isPlaced(outage)) places.push([outage.lon, outage.lat]);
  if (places.length === 0) return;
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { padding: padding(), maxZoom: 12.5, duration: still.matches ? 0 : 600 });
}

export const goHome = () => map?.fitBounds(HUBEI, { padding: 40, duration: still.matches ? 0 : 400 });
export const zoomBy = (step) => map?.zoomTo(map.getZoom() + step, { duration: still.matches ? 0 : 200 });

function clicked({ point: { x, y } }) {
  const [hit] = map.queryRenderedFeatures([[x - NEAR_PX, y - NEAR_PX], [x + NEAR_PX, y + NEAR_PX]], { layers: ["outages"] });
  if (hit) choose(hit.properties.number);
}

async function start(container, problem) {
  try {
    labels = (await areaLabels()).counties;
    map = await createMap(container, { onStyle: addLayers });
  } catch (reason) {
    if (!(reason instanceof NoWebGL)) console.error(reason);
    problem.value = reason.message;
    return;
  }
  map.on("click", clicked);
  map.on("mousemove", "outages", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "outages", () => (map.getCanvas().style.cursor = ""));
  follow();
  followPlans(map);
}

export function OutageMap() {
  const box = useRef(null);
  const problem = useSignal(null);
  useEffect(() => {
    start(box.current, problem);
    return () => map?.remove();
  }, []);
  if (problem.value) return html`<section class="map" aria-label=${gettext("Map of the outages")}><p class="map-missing">${problem.value}</p></section>`;
  return html`<section class="map" aria-label=${gettext("Map of the outages")}><div class="map-canvas" ref=${box}></div>
    <div class="zoom-buttons"><button aria-label=${gettext("Zoom in")} onClick=${() => zoomBy(1)}><${Icon} name="plus" /></button><button aria-label=${gettext("Zoom out")} onClick=${() => zoomBy(-1)}><${Icon} name="minus" /></button><button aria-label=${gettext("Whole province")} onClick=${goHome}><${Icon} name="home" /></button></div>
    <${MapSigns} /></section>`;
}
