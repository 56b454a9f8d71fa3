// The way on the map: all of it thin, what is behind the shown moment thick, the steps of the order where they were
// taken.
import { effect } from "../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../js/format.js";
import { statusWord } from "../js/states.js";
import { token } from "../js/theme.js";
import { shownAt, trail } from "./trail.js";
import { gone, placeAt, placedSteps } from "./trail_rules.js";

const BAR_PX = 190; // the bar lies over the lower edge
const BESIDE_PX = 50; // the words of the first and of the last step stand beside the way
const FONT = ["Noto Sans CJK SC Regular"];
const collection = (features) => ({ type: "FeatureCollection", features });
const line = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });
const point = ({ lon, lat }, properties) => ({
  type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] },
});

function wholeFeatures() {
  const { legs = [], steps = [] } = trail.peek() ?? {};
  const marks = placedSteps(legs, steps).filter(({ place }) => place).map(({ place, at, status, kind }) =>
    point(place, { label: `${statusWord(status, kind)} ${hourMinute(at)}` }));
  return collection([...legs.map(({ points }) => line(points.map(([lon, lat]) => [lon, lat]))), ...marks]);
}

function shownFeatures() {
  const { legs = [] } = trail.peek() ?? {};
  const place = placeAt(legs, shownAt.peek());
  return collection([...gone(legs, shownAt.peek()).filter((way) => way.length > 1).map(line),
    ...(place ? [point(place, { known: place.known })] : [])]);
}

/** Onto a fresh style. */
export function addTrail(map) {
  const isLine = ["==", ["geometry-type"], "LineString"], isPoint = ["==", ["geometry-type"], "Point"];
  const round = { "line-cap": "round", "line-join": "round" };
  map.addSource("trail", { type: "geojson", data: wholeFeatures() });
  map.addSource("trail-shown", { type: "geojson", data: shownFeatures() });
  const way = (id, source, colour, width) =>
    map.addLayer({ id, type: "line", source, filter: isLine, layout: round,
      paint: { "line-color": token(colour), "line-width": width } });
  way("trail-ground", "trail", "map-land", 7);
  way("trail-whole", "trail", "fg2", 2);
  way("trail-gone", "trail-shown", "acc", 4);
  map.addLayer({ id: "trail-steps", type: "circle", source: "trail", filter: isPoint,
    paint: { "circle-radius": 5, "circle-color": token("map-land"), "circle-stroke-color": token("fg0"),
      "circle-stroke-width": 2 } });
  map.addLayer({ id: "trail-words", type: "symbol", source: "trail", filter: isPoint,
    layout: { "text-field": ["get", "label"], "text-font": FONT, "text-size": 12, "text-radial-offset": 0.9,
      "text-variable-anchor": ["right", "left", "top", "bottom"] },
    paint: { "text-color": token("fg0"), "text-halo-color": token("map-land"), "text-halo-width": 1.6 } });
  map.addLayer({ id: "trail-place", type: "circle", source: "trail-shown", filter: isPoint,
    paint: { "circle-radius": 8, "circle-color": ["case", ["get", "known"], token("accbg"), token("bg3")],
      "circle-stroke-color": token("fg0"), "circle-stroke-width": 2 } });
}

/** @param {any} map @param {() => any} padding what lies over the map */
export function followTrail(map, padding) {
  let seen = null;
  const stops = [
    effect(() => {
      const now = trail.value;
      map.getSource("trail")?.setData(wholeFeatures());
      map.getSource("trail-shown")?.setData(shownFeatures());
      document.documentElement.dataset.trail = String(now?.legs.length ?? 0);
      if (now?.span && now.about !== seen) {
        const over = padding();
        const places = now.legs.flatMap(({ points }) => points);
        const lons = places.map(([lon]) => lon), lats = places.map(([, lat]) => lat);
        map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]],
          { padding: { ...over, left: over.left + BESIDE_PX, right: over.right + BESIDE_PX, bottom: BAR_PX },
            maxZoom: 14, duration: 0 });
      }
      seen = now?.span ? now.about : null;
    }),
    effect(() => void (shownAt.value, map.getSource("trail-shown")?.setData(shownFeatures()))),
  ];
  map.once("remove", () => stops.forEach((stop) => stop()));
}
