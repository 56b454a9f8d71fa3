// Plans on the map while their list is shown. Work that has begun is an outage and has its sign already: here it gets
// only the ring.
import { effect } from "../../vendor/preact/11.2.0/preact.mjs";
import { isPlace } from "../../js/map/camera.js";
import { token } from "../../js/theme.js";
import { choosePlan, chosenPlan, plans, view } from "./data.js";
import { listed } from "./choice.js";
import { isAtWork } from "./rules.js";

const CLOSE_ZOOM = 11;

function features() {
  const rows = view.peek() === "plans" ? listed.peek() : [];
  return {
    type: "FeatureCollection",
    features: rows
      .filter((plan) => plan.lat !== null && (!isAtWork(plan) || plan.number === chosenPlan.peek()))
      .map((plan) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [plan.lon, plan.lat] },
        properties: { number: plan.number, begun: isAtWork(plan), chosen: plan.number === chosenPlan.peek() },
      })),
  };
}

/** Adds the layer to a fresh style; it follows the list by itself. */
export function addPlanLayer(map) {
  map.addSource("plans", { type: "geojson", data: features() });
  map.addLayer({
    id: "plans",
    type: "circle",
    source: "plans",
    paint: {
      "circle-radius": ["case", ["get", "begun"], 15, ["get", "chosen"], 8, 5.5],
      "circle-color": ["case", ["get", "begun"], "transparent", token("map-land")],
      "circle-stroke-color": ["case", ["get", "chosen"], token("acc"), token("plan")],
      "circle-stroke-width": 2.5,
    },
  });
}

/** The chosen plan, where it has a place. */
export const planInSight = () =>
  (view.peek() === "plans" && plans.peek()?.find((one) => one.number === chosenPlan.peek())) || null;

/** @param {any} map @param {any} camera */
export function followPlans(map, camera) {
  let flownTo = null;
  const stop = effect(() => {
    view.value;
    listed.value;
    chosenPlan.value;
    map.getSource("plans")?.setData(features());
    if (chosenPlan.value === flownTo) return;
    const plan = plans.value?.find((one) => one.number === chosenPlan.value);
    if (chosenPlan.value && !plan) return;
    flownTo = chosenPlan.value;
    if (isPlace(plan)) requestAnimationFrame(() => camera.show(plan, { zoom: CLOSE_ZOOM })); // once its card is drawn
  });
  map.on("click", "plans", ({ features: [hit] }) => choosePlan(hit.properties.number));
  map.once("remove", stop);
}
