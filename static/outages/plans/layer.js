// Plans on the map while their list is shown: a dashed square with the customers it will leave dark. Work that has
// begun is an outage and has its sign already: here it gets only the ring, as the chosen one does.
import { effect } from "../../vendor/preact/11.2.0/preact.mjs";
import { isPlace } from "../../js/map/camera.js";
import { squareFor, squares } from "../../js/map/squares.js";
import { number } from "../../js/format.js";
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
        properties: {
          number: plan.number,
          begun: isAtWork(plan),
          chosen: plan.number === chosenPlan.peek(),
          customers: plan.customers,
          label: number(plan.customers),
        },
      })),
  };
}

const AHEAD = ["!", ["get", "begun"]];

/** The ring is round whatever it surrounds: as round the chosen outage. */
const ring = () => ({
  id: "plan-ring",
  type: "circle",
  source: "plans",
  filter: ["get", "chosen"],
  paint: {
    "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "customers"]], 0, 15, 10, 19, 30, 27, 70, 41],
    "circle-color": "transparent",
    "circle-stroke-color": token("acc"),
    "circle-stroke-width": 2.5,
  },
});

/** Where plans lie on each other the largest says its number; nearer, all do. */
const numbers = () => ({
  id: "plan-numbers",
  type: "symbol",
  source: "plans",
  filter: AHEAD,
  layout: {
    "text-field": ["get", "label"],
    "text-font": ["Noto Sans CJK SC Regular"],
    "text-size": 11.5,
    "text-padding": 0,
    "symbol-sort-key": ["-", 0, ["get", "customers"]],
  },
  paint: { "text-color": token("fg0"), "text-halo-color": token("map-land"), "text-halo-width": 1.6 },
});

/** Adds the layers to a fresh style; they follow the list by themselves. */
export function addPlanLayers(map) {
  map.addSource("plans", { type: "geojson", data: features() });
  const icon = squareFor(["get", "customers"], { begun: false });
  for (const layer of [squares("plans", "plans", AHEAD, icon), numbers(), ring()]) map.addLayer(layer);
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
