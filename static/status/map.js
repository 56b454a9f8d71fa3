// The public map: outages as discs, their size and number say how many customers, rounded; places to a kilometre.
import "../js/text.js";
import { createMap } from "../js/map/base.js";
import { token } from "../js/theme.js";

const FONT = ["Noto Sans CJK SC Regular"];
const APART_PX = 44;

function loadStyles() {
  for (const path of ["../vendor/maplibre-gl/6.17.0/maplibre-gl.css", "../css/map.css"]) {
    document.head.append(
      Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(path, import.meta.url).href }),
    );
  }
}

/** Near ones are counted together; a group is violet only when all of it is planned. */
function addLayers(map, outages) {
  const planned = ["any", ["==", ["get", "cause"], "PLANNED"], ["==", ["get", "unplanned"], 0]];
  const colour = ["case", planned, token("plan"), token("p1")];
  const customers = ["coalesce", ["get", "customers"], ["get", "metersAffected"]];
  const radius = ["interpolate", ["linear"], ["sqrt", customers], 2, 10, 10, 15, 30, 23, 70, 38];
  map.addSource("outages", {
    type: "geojson",
    data: outages,
    cluster: true,
    clusterRadius: APART_PX,
    clusterMaxZoom: 10,
    clusterProperties: {
      customers: ["+", ["get", "metersAffected"]],
      unplanned: ["+", ["case", ["==", ["get", "cause"], "PLANNED"], 0, 1]],
    },
  });
  map.addLayer({
    id: "ground",
    type: "circle",
    source: "outages",
    paint: { "circle-radius": radius, "circle-color": token("map-land"), "circle-opacity": 0.9 },
  });
  map.addLayer({
    id: "outages",
    type: "circle",
    source: "outages",
    paint: {
      "circle-radius": radius,
      "circle-color": colour,
      "circle-opacity": 0.2,
      "circle-stroke-color": colour,
      "circle-stroke-width": 2,
    },
  });
  map.addLayer({
    id: "numbers",
    type: "symbol",
    source: "outages",
    layout: {
      "text-field": ["number-format", customers, { locale: document.documentElement.lang }],
      "text-font": FONT,
      "text-size": 12,
      "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { "text-color": token("fg0"), "text-halo-color": token("map-land"), "text-halo-width": 1.5 },
  });
}

async function comeNearer(map, event) {
  const [hit] = map.queryRenderedFeatures(event.point, { layers: ["outages"] });
  if (!hit?.properties.cluster_id) return;
  const zoom = await map.getSource("outages").getClusterExpansionZoom(hit.properties.cluster_id);
  map.easeTo({ center: hit.geometry.coordinates, zoom });
}

/** @param {HTMLElement} box with a `data-map-canvas` and buttons `data-zoom` */
export async function drawMap(box) {
  loadStyles();
  const canvas = box.querySelector("[data-map-canvas]");
  try {
    const outages = await (await fetch("/status/outages.geojson")).json();
    const map = await createMap(canvas, { onStyle: (fresh) => addLayers(fresh, outages), padding: 16 });
    map.on("click", (event) => comeNearer(map, event));
    for (const button of box.querySelectorAll("[data-zoom]"))
      button.onclick = () => map.zoomTo(map.getZoom() + Number(button.dataset.zoom));
  } catch (problem) {
    canvas.textContent = problem.message; // no WebGL, no network: the list below says the same
  }
  box.querySelector("[data-map-wait]").hidden = true;
}
