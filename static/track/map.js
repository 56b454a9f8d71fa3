/** The customer's map: home, crew, the way the crew came while this page was open. No invented roads. */
import { createMap, maplibre } from "../js/map/base.js";
import { token } from "../js/theme.js";

const GRID_DEGREES = 0.005; // about 500 m: makes distance readable where the base map is empty
const GRID_LINES = 12;

/** @param {HTMLElement} section @returns {Promise<{move: (crew: object, home: object) => void}>} */
export async function drawMap(section) {
  loadStyles();
  const held = { crew: null, home: null, trail: [] };
  const map = await createMap(section.querySelector("[data-map-canvas]"), {
    onStyle: (fresh) => addLayers(fresh, held),
  });
  const fit = () =>
    held.home &&
    map.fitBounds(boundsOf(held), {
      padding: { top: 48, bottom: 72, left: 48, right: 80 },
      maxZoom: 14,
      animate: false,
    });
  const button = section.querySelector("[data-map-fit]");
  button.hidden = false;
  button.onclick = fit;
  return { move: (crew, home) => move(map, held, crew, home, fit) };
}

export function loadStyles() {
  for (const path of ["../vendor/maplibre-gl/6.17.0/maplibre-gl.css", "../css/map.css"]) {
    document.head.append(
      Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(path, import.meta.url).href }),
    );
  }
}

/** The view is set once and when the crew would leave it; between, it belongs to the reader's fingers. */
function move(map, held, crew, home, fit) {
  const first = held.home === null;
  Object.assign(held, { crew, home });
  const last = held.trail.at(-1);
  if (!last || last[0] !== crew.lon || last[1] !== crew.lat) held.trail.push([crew.lon, crew.lat]);
  map.getSource("crew")?.setData(features(held));
  if (first) map.getSource("grid")?.setData(grid(home));
  if (first || !map.getBounds().contains([crew.lon, crew.lat])) fit();
}

const boundsOf = ({ crew, home }) =>
  new maplibre.LngLatBounds().extend([crew.lon, crew.lat]).extend([home.lon, home.lat]);
const point = (kind, { lon, lat }) => ({
  type: "Feature",
  properties: { kind },
  geometry: { type: "Point", coordinates: [lon, lat] },
});
const line = (kind, coordinates) => ({
  type: "Feature",
  properties: { kind },
  geometry: { type: "LineString", coordinates },
});
const collection = (list) => ({ type: "FeatureCollection", features: list });

function features({ crew, home, trail }) {
  if (!crew) return collection([]);
  return collection([
    line("trail", trail),
    line("ahead", [
      [crew.lon, crew.lat],
      [home.lon, home.lat],
    ]),
    point("home", home),
    point("crew", crew),
  ]);
}

function grid(home) {
  const lines = [];
  const reach = GRID_LINES * GRID_DEGREES;
  for (let step = -GRID_LINES; step <= GRID_LINES; step += 1) {
    const lon = home.lon + step * GRID_DEGREES;
    const lat = home.lat + step * GRID_DEGREES;
    lines.push(
      line("grid", [
        [lon, home.lat - reach],
        [lon, home.lat + reach],
      ]),
      line("grid", [
        [home.lon - reach, lat],
        [home.lon + reach, lat],
      ]),
    );
  }
  return collection(lines);
}

function addLayers(map, held) {
  map.addImage("home", badge((pen) => house(pen), token("bg1"), token("fg0"), token("fg0")), { pixelRatio: 2 });
  map.addImage("crew", badge((pen) => bolt(pen), token("accbg"), "#fff", "#fff"), { pixelRatio: 2 });
  map.addSource("grid", { type: "geojson", data: held.home ? grid(held.home) : collection([]) });
  map.addSource("crew", { type: "geojson", data: features(held) });
  map.setLayoutProperty("county-names", "visibility", "none"); // at this scale only villages help
  const of = (kind) => ["==", ["get", "kind"], kind];
  map.addLayer(
    {
      id: "grid",
      type: "line",
      source: "grid",
      minzoom: 11,
      paint: { "line-color": token("map-county"), "line-width": 1 },
    },
    "rivers",
  );
  map.addLayer({
    id: "ahead",
    type: "line",
    source: "crew",
    filter: of("ahead"),
    paint: { "line-color": token("acc"), "line-width": 2, "line-dasharray": [2, 2] },
  });
  map.addLayer({
    id: "trail",
    type: "line",
    source: "crew",
    filter: of("trail"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": token("line2"), "line-width": 4, "line-opacity": 0.6 },
  });
  for (const kind of ["home", "crew"]) {
    map.addLayer({
      id: kind,
      type: "symbol",
      source: "crew",
      filter: of(kind),
      layout: { "icon-image": kind, "icon-allow-overlap": true, "icon-ignore-placement": true },
    });
  }
}

/** A 40 px disc with a drawing on it. */
function badge(draw, fill, edge, ink) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 80;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.beginPath();
  pen.arc(20, 20, 17, 0, 7);
  Object.assign(pen, { fillStyle: fill, strokeStyle: edge, lineWidth: 4 });
  pen.fill();
  pen.stroke();
  pen.fillStyle = ink;
  pen.beginPath();
  draw(pen);
  pen.fill();
  return pen.getImageData(0, 0, 80, 80);
}

const trace = (pen, points) => points.forEach(([x, y]) => pen.lineTo(x, y));
const house = (pen) => trace(pen, [[20, 11], [29, 19], [27, 19], [27, 27], [13, 27], [13, 19], [11, 19]]);
const bolt = (pen) => trace(pen, [[22, 9], [13, 22], [19, 22], [17, 31], [27, 18], [21, 18]]);
