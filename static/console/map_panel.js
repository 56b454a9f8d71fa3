// The middle: the province, who is where, what is dark. Everything on it can also be reached through the lists.
import { effect, html, signal, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { createMap, NoWebGL } from "../js/map/base.js";
import { cameraOf } from "../js/map/camera.js";
import { followNetwork } from "../js/map/network/loading.js";
import { drawSupply, supplyFeatures } from "../js/map/network/supply.js";
import { NetworkToggle } from "../network/signs.js";
import { placesOf } from "../js/map/bounds.js";
import { throttled } from "../js/throttled.js";
import { CrewCard, shownCrewId } from "./crew_card.js";
import { candidates, chosenCandidate, details } from "./detail_data.js";
import { ZoomButtons } from "../ui/zoom_buttons.js";
import { locating, LocatingHint, propose, proposed } from "./locate.js";
import {
  addLayers,
  callFeatures,
  candidateFeatures,
  crewFeatures,
  darkFeatures,
  LAYERS_OF,
  orderFeatures,
  proposedFeatures,
} from "./map_layers.js";
import { Legend } from "./map_legend.js";
import { select, selected, selectedId } from "./selection.js";
import { TrailBar } from "./trail_bar.js";
import { addTrail, followTrail } from "./trail_map.js";
import { alarmsVersion, crewsVersion, orders, ordersVersion, outages, outagesVersion } from "../live/store.js";

const REFRESH_MS = 1000; // one setData a second: without a graphics card a repaint costs a quarter of one
const layers = signal({ orders: true, outages: true, crews: true, idle: true });
const LOOK_MS = 400;
let map = null;
let camera = null;

const setData = (name, features) => map.getSource(name)?.setData(features());

function follow() {
  const later = (work) => throttled(work, REFRESH_MS);
  const crewsChanged = later(() => { setData("crews", crewFeatures); setData("candidates", candidateFeatures); });
  const ordersChanged = later(() => setData("orders", orderFeatures));
  const alarmsChanged = later(() => setData("calls", callFeatures));
  const outagesChanged = later(() => setData("outages", darkFeatures));
  const stops = [
    effect(() => void (outagesVersion.value, outagesChanged())),
    effect(() => void (alarmsVersion.value, alarmsChanged())),
    effect(() => void (crewsVersion.value, crewsChanged())),
    effect(() => void (ordersVersion.value, ordersChanged())),
    effect(() => void (selectedId.value, setData("orders", orderFeatures))),
    effect(() => void (details.value, chosenCandidate(), setData("candidates", candidateFeatures))),
    effect(() => void (proposed.value, setData("proposed", proposedFeatures))),
    effect(() => void (details.value.proposal, flyToOrder())),
    // An order without a place, or none: the panel comes or goes, and the province is shown beside it.
    effect(() => void (selected.value?.located || requestAnimationFrame(() => camera?.settle()))),
    effect(() => {
      for (const [name, shown] of Object.entries(layers.value)) {
        for (const id of LAYERS_OF[name])
          map.getLayer(id) && map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
      }
    }),
    effect(() => { map.getCanvas().style.cursor = locating.value ? "crosshair" : ""; }),
  ];
  map.once("remove", () => stops.forEach((stop) => stop()));
}

let flownTo = null;

/** Shows the chosen order with its nearest candidates, once: news of the order must not move the map under the eye. */
export function flyToOrder() {
  const order = selected.peek();
  if (order?.id !== flownTo) flownTo = null;
  if (!map || flownTo || !order?.located || details.peek().id !== order.id || details.peek().loading) return;
  flownTo = order.id;
  const points = [order, ...candidates().slice(0, 5)].filter((thing) => thing.lat !== null && thing.lat !== undefined);
  const places = points.map((thing) => [thing.lon, thing.lat]);
  requestAnimationFrame(() => camera?.fit(places, { maxZoom: 10.5 })); // once the panel lies over the map
}

export const goHome = () => camera?.home();
export const zoomBy = (step) => camera?.zoomBy(step);
/** The chosen order with the way that its power takes; without one near enough to see its streets. */
export const locateSelected = () => {
  const order = selected.peek();
  if (!camera || !order?.located) return;
  const way = placesOf(supplyFeatures());
  if (way.length) camera.fit([[order.lon, order.lat], ...way], { maxZoom: 14, duration: LOOK_MS });
  else camera.show(order, { zoom: 10 });
};

/** Brings a place into sight, near enough to click on its houses. */
export const lookAt = (place) => camera?.show(place, { zoom: 11 });

const NEAR_PX = 6; // a finger or a shaky mouse still hits a symbol

function clicked(event) {
  if (locating.value) return propose(event.lngLat);
  const box = [[event.point.x - NEAR_PX, event.point.y - NEAR_PX], [event.point.x + NEAR_PX, event.point.y + NEAR_PX]];
  const [hit] = map.queryRenderedFeatures(box, { layers: ["orders", "crews", "crews-idle", "outage-halos"] });
  if (hit?.layer.id === "outage-halos") return openOutage(hit.properties.number);
  if (hit?.layer.id === "orders") select(hit.properties.id);
  else shownCrewId.value = hit ? hit.properties.id : null;
}

/** Its leading order while the board has it; else its own page. */
function openOutage(number) {
  const outage = [...outages.values()].find((card) => card.number === number);
  const order = [...orders.values()].find((card) => card.number === outage?.lead_order);
  if (order) select(order.id);
  else location.assign(`/outages/?o=${encodeURIComponent(number)}`);
}

async function start(container, problem) {
  try {
    map = await createMap(container, { onStyle: (fresh) => { addLayers(fresh); addTrail(fresh); } });
  } catch (reason) {
    if (!(reason instanceof NoWebGL)) console.error(reason);
    problem.value = reason.message;
    return;
  }
  camera = cameraOf(map, () => (selected.peek()?.located ? selected.peek() : null));
  map.on("click", clicked);
  follow();
  followTrail(map, () => (camera.leave(), camera.room()));
  followNetwork(map);
  drawSupply(map);
}

function LayerToggles() {
  const names = {
    orders: gettext("Orders"),
    outages: gettext("Outages"),
    crews: gettext("Crews at work"),
    idle: gettext("Idle crews"),
  };
  return html`<div class="layer-toggles" role="group" aria-label=${gettext("Layers")}>${Object.entries(names).map(
    ([name, label]) => html`<button
    key=${name} aria-pressed=${layers.value[name]} onClick=${() =>
      (layers.value = { ...layers.value, [name]: !layers.value[name] })}>${label}</button>`,
  )}<${NetworkToggle} /></div>`;
}

export function MapPanel() {
  const box = useRef(null);
  const problem = useSignal(null);
  useEffect(() => {
    start(box.current, problem);
    return () => map?.remove();
  }, []);
  return html`<section class="map" aria-label=${gettext("Map of the province")}>
    ${problem.value ? html`<p class="map-missing">${problem.value}</p>` :
      html`<div class="map-canvas" ref=${box}></div><${LayerToggles} />
      <${ZoomButtons} zoomBy=${zoomBy} goHome=${goHome} /><${Legend} /><${LocatingHint}
      lookAt=${lookAt} />`}
    <${CrewCard} /><${TrailBar} />
  </section>`;
}
