// One map for every screen: the offline basemap of Hubei with scale and attribution, following theme and language.
import * as maplibre from "../../vendor/maplibre-gl/6.17.0/maplibre-gl.mjs";
import { effect } from "../../vendor/preact/11.2.0/preact.mjs";
import { theme } from "../theme.js";
import { giveWay, ground, prepare } from "./base_map.js";
import { credit } from "./credit.js";
import { basemapStyle, areaLabels } from "./style.js";

maplibre.setWorkerUrl(new URL("../../vendor/maplibre-gl/6.17.0/maplibre-gl-worker.mjs", import.meta.url).href);

export const HUBEI = [[108.3, 29.0], [116.2, 33.3]];
export { maplibre };

/** This browser cannot draw the map; lists and forms work without it. */
export class NoWebGL extends Error {}

function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/**
 * Makes a map in `container` and resolves once it can take layers.
 *
 * `onStyle(map)` adds the caller's images, sources and layers; it runs now and again after each change of theme
 * (a new style starts empty), so it must read its data from somewhere that lasts. Needs maplibre-gl.css on the page.
 *
 * @param {HTMLElement} container
 * @param {{onStyle?: (map: any) => void, bounds?: number[][], interactive?: boolean, padding?: number}} options
 * @throws {NoWebGL}
 */
export async function createMap(
  container,
  { onStyle = () => {}, bounds = HUBEI, interactive = true, padding = 40 } = {},
) {
  if (!hasWebGL())
    throw new NoWebGL(gettext("This browser cannot draw the map (no WebGL). Lists and actions work without it."));
  const [labels, { told, addTo }] = await Promise.all([areaLabels(), prepare(maplibre)]);
  const map = new maplibre.Map({
    container,
    interactive,
    bounds,
    style: basemapStyle(labels),
    fitBoundsOptions: { padding },
    minZoom: 5,
    maxZoom: told.kind === "none" ? 16 : 18,
    maxBounds: [
      [102, 25],
      [122, 37],
    ],
    localIdeographFontFamily:
      '"Inter Variable", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate?.disableRotation();
  map.addControl(new maplibre.AttributionControl({ compact: true }), "bottom-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-right");
  if (told.kind !== "none") map.addControl(credit(told), "bottom-right");
  foldAttribution(container);
  await map.once("load");
  foldAttribution(container);
  const dress = (fresh) => {
    addTo(fresh);
    onStyle(fresh);
    giveWay(fresh, told);
  };
  dress(map);
  followTheme(map, labels, dress);
  followGround(map, told);
  map.once("idle", () => (document.documentElement.dataset.mapReady = "true"));
  return map;
}

/**
 * The compact attribution opens itself at start and with the first source; folded it is the "i" button of every map.
 */
function foldAttribution(container) {
  const control = container.querySelector(".maplibregl-ctrl-attrib");
  control?.classList.remove("maplibregl-compact-show");
  control?.removeAttribute("open");
}

/** The tiles come or fail after the style: what we draw instead of them comes and goes with them. */
function followGround(map, told) {
  if (told.kind === "none") return;
  const stop = effect(() => {
    ground.value;
    if (map.isStyleLoaded()) giveWay(map, told);
    else map.once("idle", () => giveWay(map, told));
  });
  map.once("remove", stop);
}

function followTheme(map, labels, onStyle) {
  let shown = theme.value;
  const stop = effect(() => {
    if (theme.value === shown) return;
    shown = theme.value;
    map.setStyle(basemapStyle(labels), { diff: false });
    map.once("style.load", () => onStyle(map));
  });
  map.once("remove", stop);
}
