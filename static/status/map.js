// The public map: outages as discs, their size and number say how many customers, rounded; places to a kilometre.
import "../js/text.js";
import { createMap } from "../js/map/base.js";
import { token } from "../js/theme.js";

const FONT = ["Noto Sans CJK SC Regular"];

function loadStyles() {
  for (const path of ["../vendor/maplibre-gl/6.17.0/maplibre-gl.css", "../css/map.css"]) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(path, import.meta.url).href }));
  }
}

/** @param {HTMLElement} box */
export async function drawMap(box) {
  loadStyles();
  const outages = await (await fetch("/status/outages.geojson")).json();
  const addLayers = (map) => {
    const planned = ["==", ["get", "cause"], "PLANNED"];
    const colour = ["case", planned, token("plan"), token("p1")];
    map.addSource("outages", { type: "geojson", data: outages });
    map.addLayer({
      id: "outages", type: "circle", source: "outages",
      paint: { "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "metersAffected"]], 2, 6, 30, 18, 70, 30], "circle-color": colour, "circle-opacity": 0.25, "circle-stroke-color": colour, "circle-stroke-width": 2 },
    });
    map.addLayer({
      id: "numbers", type: "symbol", source: "outages",
      layout: { "text-field": ["to-string", ["get", "metersAffected"]], "text-font": FONT, "text-size": 12, "text-variable-anchor": ["center", "top", "bottom"], "text-padding": 0 },
      paint: { "text-color": token("fg0"), "text-halo-color": token("map-land"), "text-halo-width": 1.5 },
    });
  };
  try {
    await createMap(box, { onStyle: addLayers, padding: 16 });
  } catch (problem) {
    box.textContent = problem.message; // no WebGL: the list below says the same
  }
}
