// Layers of the wall's map. Sizes grow with the screen: `scale` is 1 on a screen of 1920 × 1080.
import { number } from "../js/format.js";
import { token } from "../js/theme.js";
import { phaseOf } from "../js/states.js";
import { STEPS } from "../outages/features.js";
import { adcode } from "./rules.js";

const FONT = ["Noto Sans CJK SC Regular"];
const free = { "icon-allow-overlap": true, "text-allow-overlap": true, "icon-ignore-placement": true };
const collection = (features) => ({ type: "FeatureCollection", features });
const point = (lon, lat, properties) => (
  { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } }
);
const STAGES = { en_route: "coming", on_site: "working", restored: "working", desk: "working" };
const COLOURS = { waiting: "p2", coming: "acc", working: "site", planned: "plan" };

const stageOf = (place) => (place.planned ? "planned" : (STAGES[phaseOf(place.order_status)] ?? "waiting"));

/** @param {any} state */
export const placePoints = ({ places }) =>
  collection(places.map((place) => point(place.lon, place.lat, { customers: place.customers, stage: stageOf(place) })));

/** @param {Map<number, any>} crews */
export const crewPoints = (crews) =>
  collection([...crews.values()].map((crew) => point(crew.lon, crew.lat, {
    state: crew.state, heading: crew.state === "EN_ROUTE" ? (crew.heading ?? 0) : 0,
  })));

/** Names of the areas with the number of those who are dark there. @param {any} shapes @param {any} state */
export function areaPoints(shapes, { areas, unit }) {
  const known = new Map([...areas, unit].map((area) => [adcode(area.code), area.customers ?? 0]));
  const chinese = document.documentElement.lang.startsWith("zh");
  const here = shapes.features.filter(({ properties }) => known.has(properties.adcode));
  return collection(here.map(({ properties }) => {
    const customers = known.get(properties.adcode);
    const name = chinese ? (properties.short ?? properties.name) : properties.name_en;
    return point(...properties.label, { label: customers ? `${name}\n${number(customers)}` : name, customers });
  }));
}

/** The tint of every area by its dark customers; the steps are those of the outage map. */
export function paintAreas(map, { areas }) {
  if (!map.getLayer("wall-tint")) return;
  const step = (customers) => STEPS.findLast(([from]) => customers >= from)?.[1];
  const pairs = areas.filter(({ customers }) => step(customers))
    .flatMap(({ code, customers }) => [adcode(code), token(step(customers))]);
  const colour = pairs.length ? ["match", ["get", "adcode"], ...pairs, "transparent"] : "transparent";
  map.setPaintProperty("wall-tint", "fill-color", colour);
}

/**
 * @param {any} map
 * @param {{level: string, scale: number, mine: string[] | null, places: any, crews: any, areas: any}} what `mine`: the
 *   polygons of this wall, null where it shows all
 */
export function addLayers(map, { level, scale, mine, places, crews, areas }) {
  for (const id of ["town-names", "county-names", "city-names"]) map.removeLayer(id);
  map.addSource("wall-places", { type: "geojson", data: places });
  map.addSource("wall-areas", { type: "geojson", data: areas });
  map.addSource("wall-crews", { type: "geojson", data: crews });
  map.addLayer({ id: "wall-tint", type: "fill", source: level, paint: { "fill-color": "transparent" } }, "lakes");
  if (mine)
    map.addLayer({
      id: "wall-outside", type: "fill", source: level, filter: ["!", ["in", ["get", "adcode"], ["literal", mine]]],
      paint: { "fill-color": token("bg0"), "fill-opacity": 0.75 },
    });
  const stages = Object.entries(COLOURS).flatMap(([stage, name]) => [stage, token(name)]);
  const colour = ["match", ["get", "stage"], ...stages, token("p2")];
  const radius = (least, most) =>
    ["interpolate", ["linear"], ["sqrt", ["get", "customers"]], 0, least * scale, 70, most * scale];
  map.addLayer({
    id: "wall-places", type: "circle", source: "wall-places",
    paint: {
      "circle-radius": radius(5, 30), "circle-color": colour, "circle-opacity": 0.3,
      "circle-stroke-color": colour, "circle-stroke-width": 1.5 * scale,
    },
  });
  map.addLayer({
    id: "wall-names", type: "symbol", source: "wall-areas",
    layout: {
      ...free, "text-field": ["get", "label"], "text-font": FONT, "text-size": 17 * scale, "text-line-height": 1.25,
      "symbol-sort-key": ["-", 0, ["get", "customers"]],
    },
    paint: { "text-color": token("fg0"), "text-halo-color": token("map-land"), "text-halo-width": 1.5 * scale },
  });
  map.addLayer({
    id: "wall-crews", type: "symbol", source: "wall-crews",
    layout: {
      ...free, "icon-image": ["concat", "crew-", ["get", "state"]], "icon-rotate": ["get", "heading"],
      "icon-size": 0.9 * scale, "icon-rotation-alignment": "map",
    },
  });
}
