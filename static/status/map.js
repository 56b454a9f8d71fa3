// The public map: outages as discs and squares, size and number say how many customers, rounded; places to a kilometre.
import "../js/text.js";
import { createMap } from "../js/map/base.js";
import { addLayers, PRESSED } from "./layers.js";

function loadStyles() {
  for (const path of ["../vendor/maplibre-gl/6.17.0/maplibre-gl.css", "../css/map.css"]) {
    document.head.append(
      Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(path, import.meta.url).href }),
    );
  }
}

async function comeNearer(map, event) {
  const [hit] = map.queryRenderedFeatures(event.point, { layers: PRESSED });
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
