// The map of the wall: areas by dark customers with the number on them, dark places as discs, crews where they are.
import { effect, html, signal, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { createMap } from "../js/map/base.js";
import { addSymbols } from "../js/map/symbols.js";
import { fill } from "../js/text.js";
import { crews, state } from "./data.js";
import { addLayers, areaPoints, crewPoints, paintAreas, placePoints } from "./map_layers.js";
import { boundsOf, codesOf } from "./map_bounds.js";

/** @type {[string, () => string][]} */
const LEGEND = [
  ["place", () => gettext("dark")], ["work", () => gettext("planned")], ["way", () => gettext("crew on the way")],
  ["site", () => gettext("crew at work")],
];

/** Why there is no map; the lists beside it work without one. */
const problem = signal("");
const SOURCES = "ECharts 2 (BSD-3) · GSHHG (LGPL-3) · GeoNames (CC BY 4.0)";
const LEVEL_OF = { PROVINCE: "cities", CITY_CENTRE: "counties", COUNTY_CENTRE: "counties" };

/** Areas of the basemap at the level that this wall is divided into, read once. @type {Record<string, any>} */
const read = {};
const areasOf = async (level) => (read[level] ??= await (await fetch(`/static/geo/hubei_${level}.geojson`)).json());

async function start(container) {
  const { unit } = state.peek();
  const level = LEVEL_OF[unit.level] ?? "counties";
  const shapes = await areasOf(level);
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const onStyle = (map) => {
    addSymbols(map);
    addLayers(map, {
      level, scale, mine: codesOf(unit, shapes), places: placePoints(state.peek()), crews: crewPoints(crews.peek()),
      areas: areaPoints(shapes, state.peek()),
    });
    paintAreas(map, state.peek());
  };
  const bounds = boundsOf(unit, shapes);
  const map = await createMap(container, { onStyle, bounds, interactive: false, padding: 24 * scale });
  new ResizeObserver(() => map.resize().fitBounds(bounds, { padding: 24 * scale, duration: 0 })).observe(container);
  effect(() => {
    const known = state.value;
    map.getSource("wall-places")?.setData(placePoints(known));
    map.getSource("wall-areas")?.setData(areaPoints(shapes, known));
    paintAreas(map, known);
  });
  effect(() => map.getSource("wall-crews")?.setData(crewPoints(crews.value)));
}

export function WallMap() {
  const box = useRef(null);
  const begun = useRef(false);
  useEffect(() => {
    if (state.value === null || begun.current) return;
    begun.current = true;
    start(box.current).catch((reason) => (problem.value = reason.message));
  });
  const { customers, outages } = state.value?.dark ?? {};
  return html`<section class="panel panel-map" aria-label=${gettext("Map")}>
    <div class="map-box" ref=${box}></div>
    ${problem.value && html`<p class="map-missing" role="alert">${problem.value}</p>`}
    ${state.value && html`<p class="sr-only">${number(outages)} / ${number(customers)}</p>`}
    <ul class="map-legend">${LEGEND.map(([key, words]) => html`<li key=${key}><span class=${`key-${key}`}></span>
      ${words()}</li>`)}</ul>
    <p class="map-credit">${fill(gettext("Illustrative map · {sources}"), { sources: SOURCES })}</p></section>`;
}
