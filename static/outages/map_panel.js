// The map of the outages. Whatever is on it is also a row of the list, so nothing here takes the keyboard.
import { effect, html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { createMap, NoWebGL } from "../js/map/base.js";
import { cameraOf } from "../js/map/camera.js";
import { MomentBar } from "./moment_bar.js";
import { addNetwork } from "../js/map/network/layers.js";
import { followNetwork } from "../js/map/network/loading.js";
import { addSupply, drawSupply } from "../js/map/network/supply.js";
import { addPointed, followPicking, pickedAt, picking } from "../js/map/network/picking.js";
import { PickingHint } from "../network/picking_hint.js";
import { NetworkToggle } from "../network/signs.js";
import { placesOf } from "../js/map/bounds.js";
import { throttled } from "../js/throttled.js";
import { token } from "../js/theme.js";
import { ZoomButtons } from "../ui/zoom_buttons.js";
import { second } from "../live/store.js";
import { cards, choose, chosen, chosenCard, filter } from "./choice.js";
import { details } from "./detail_data.js";
import { addSquares } from "../js/map/squares.js";
import { addSymbols } from "../js/map/symbols.js";
import { collection, outageFeatures, tint } from "./features.js";
import { addOutageLayers, addTint, addTrace, STAGE_COLOURS } from "./layers.js";
import { MapSigns } from "./legend.js";
import { addPlanLayers, followPlans, planInSight } from "./plans/layer.js";
import { side } from "./side.js";
import { isPlaced, passes, stageOf } from "./rules.js";

const REFRESH_MS = 1000; // one setData a second: without a graphics card a repaint costs a quarter of one
const FRAME_MS = 150;
const NEAR_PX = 6;
const SOLID = ["chosen", "outages", "clusters"].flatMap((id) => [id, `${id}-planned`]); // what a click can hit
const PHONE = matchMedia("(max-width: 719px)");
let map = null;
let camera = null;

const shown = () => [...cards.peek().values()].filter((outage) => passes(outage, filter.peek(), second.peek()));
const others = () => outageFeatures(shown().filter((outage) => outage.number !== chosen.peek()));
const one = () => outageFeatures([chosenCard.peek() ?? details.peek().record].filter(Boolean));
const trace = () => {
  const held = details.peek();
  return held.number === chosen.peek() && held.trace
    ? { type: "FeatureCollection", features: held.trace.features }
    : collection([]);
};

const colour = () => STAGE_COLOURS[chosenCard.peek() ? stageOf(chosenCard.peek()) : "back"];

function addLayers(fresh) {
  addSymbols(fresh);
  addSquares(fresh);
  addTint(fresh, { outages: shown });
  addNetwork(fresh);
  addSupply(fresh);
  addTrace(fresh, { trace, colour });
  addOutageLayers(fresh, { outages: others, chosen: one });
  addPlanLayers(fresh);
  addPointed(fresh);
}

function paint() {
  map.getSource("outages")?.setData(others());
  map.getSource("chosen")?.setData(one());
  if (map.getLayer("tint")) map.setPaintProperty("tint", "fill-color", tint(shown()));
}

function drawTrace() {
  map.getSource("trace")?.setData(trace());
  if (map.getLayer("trace-lines")) map.setPaintProperty("trace-lines", "line-color", token(colour()));
  document.documentElement.dataset.traced = String(trace().features.length);
}

function follow() {
  const changed = throttled(paint, REFRESH_MS);
  const soon = throttled(paint, FRAME_MS); // what a person did: at once, but not for every letter of a search
  let flownTo = null;
  const stops = [
    effect(() => void (cards.value, changed())),
    effect(() => void (filter.value, chosen.value, soon())),
    effect(() => void (chosen.value && requestAnimationFrame(() => camera?.keep()))), // once its card is drawn
    effect(() => {
      details.value;
      map.getSource("chosen")?.setData(one());
      drawTrace();
      if (chosen.value === flownTo || (chosen.value && details.value.loading)) return;
      flownTo = chosen.value;
      if (flownTo) flyToChosen();
    }),
  ];
  map.once("remove", () => stops.forEach((stop) => stop()));
}

/** Shows the chosen outage with all that is dark by it. */
export function flyToChosen() {
  const outage = chosenCard.peek() ?? details.peek().record;
  if (!camera || !outage) return;
  const places = placesOf(trace().features);
  if (isPlaced(outage)) places.push([outage.lon, outage.lat]);
  camera.fit(places, { maxZoom: 13 });
}

export const goHome = () => camera?.home();
export const zoomBy = (step) => camera?.zoomBy(step);

async function clicked({ point }) {
  if (pickedAt(map, point)) return;
  const { x, y } = point;
  const [hit] = map.queryRenderedFeatures([[x - NEAR_PX, y - NEAR_PX], [x + NEAR_PX, y + NEAR_PX]], { layers: SOLID });
  if (!hit) return;
  if (hit.properties.number) {
    const { takeOutage } = picking.peek() ?? {};
    if (takeOutage) return hit.properties.number !== chosen.peek() && takeOutage(hit.properties.number);
    choose(hit.properties.number);
    if (PHONE.matches) side.value = "list"; // where the card is
    return;
  }
  const zoom = await map.getSource("outages").getClusterExpansionZoom(hit.properties.cluster_id);
  const [lon, lat] = hit.geometry.coordinates;
  camera.show({ lon, lat }, { zoom });
}

const inSight = () => {
  const { number, record } = details.peek();
  return planInSight() ?? chosenCard.peek() ?? (number === chosen.peek() ? record : null);
};

async function start(container, problem) {
  try {
    map = await createMap(container, { onStyle: addLayers });
  } catch (reason) {
    if (!(reason instanceof NoWebGL)) console.error(reason);
    problem.value = reason.message;
    return;
  }
  camera = cameraOf(map, inSight);
  map.on("click", clicked);
  for (const layer of SOLID) {
    map.on("mousemove", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  follow();
  followPlans(map, camera);
  followNetwork(map);
  drawSupply(map);
  followPicking(map);
}

export function OutageMap() {
  const box = useRef(null);
  const problem = useSignal(null);
  useEffect(() => {
    start(box.current, problem);
    return () => map?.remove();
  }, []);
  if (problem.value)
    return html`<section class="map" aria-label=${gettext("Map of the outages")}><p class="map-missing">
      ${problem.value}</p><div class="map-top"><${MomentBar} /></div></section>`;
  return html`<section class="map" aria-label=${gettext("Map of the outages")}><div class="map-canvas" ref=${box}></div>
    <div class="map-top"><${MomentBar} /><div class="layer-toggles" role="group" aria-label=${gettext("Layers")}>
      <${NetworkToggle} /></div><${PickingHint} /></div>
    <${ZoomButtons} zoomBy=${zoomBy} goHome=${goHome} /><${MapSigns} /></section>`;
}
