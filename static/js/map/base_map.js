// The map under the maps, as the environment of the server tells it: tiles of a service, one PMTiles file, or none
// but ours.
import { signal } from "../../vendor/preact/11.2.0/preact.mjs";
import { theme } from "../theme.js";
import { streetLayers } from "./streets.js";
import { shiftedPieces, TILE, tileAddress } from "./tiles.js";

const UNDER = "lakes"; // the lowest of our layers that lies above the tiles
const DRAWN_INSTEAD = ["lakes", "rivers", "grid-5-lines", "grid-1-lines"];
const NAMED_INSTEAD = ["town-names", "county-names", "city-names"];
const BORDERS = ["county-lines", "city-lines"];
const SEEN_THROUGH = ["tint", "wall-tint"]; // fills of the pages that lie on our land without hiding anything
const BORDERS_UP_TO_ZOOM = 9; // ours are coarse: near, the map's own are better
const KEPT_PICTURES = 200;
const FAILED_IN_A_ROW = 3; // a single tile that is missing is no news

/** "none", "asked", "shown", or "failed": the tiles do not come and our own map stands alone. */
export const ground = signal("none");

let asked = null;

/** What the server says of the base map; one that cannot be asked leaves our own. @returns {Promise<any>} */
export const baseMap = () => (asked ??= ask());

async function ask() {
  try {
    const response = await fetch("/base-map.json");
    return response.ok ? await response.json() : { kind: "none" };
  } catch {
    return { kind: "none" };
  }
}

let failures = 0;

/** Follows what becomes of every tile; one that was given up because the map moved on says nothing. */
async function noted(work) {
  try {
    const result = await work;
    failures = 0;
    ground.value = "shown";
    return result;
  } catch (reason) {
    if (reason?.name !== "AbortError") {
      failures += 1;
      if (failures >= FAILED_IN_A_ROW || ground.peek() === "asked") ground.value = "failed";
    }
    throw reason;
  }
}

async function picture(address, abort) {
  const response = await fetch(address, { signal: abort?.signal, credentials: "omit" });
  if (!response.ok) throw new Error(`${response.status} ${new URL(address).host}`);
  return response.arrayBuffer();
}

const pictures = new Map();

/** A decoded tile; four of ours use each one of a shifted map. */
function bitmap(address) {
  const kept = pictures.get(address) ?? picture(address).then((data) => createImageBitmap(new Blob([data])));
  pictures.delete(address);
  pictures.set(address, kept);
  kept.catch(() => pictures.delete(address));
  if (pictures.size > KEPT_PICTURES) pictures.delete(pictures.keys().next().value);
  return kept;
}

async function shifted(addresses, z, x, y) {
  const pieces = shiftedPieces(z, x, y);
  const drawn = await Promise.all(pieces.map((piece) => bitmap(tileAddress(addresses, z, piece.x, piece.y))));
  const pen = new OffscreenCanvas(TILE, TILE).getContext("2d");
  pieces.forEach(({ left, top }, index) => pen.drawImage(drawn[index], left, top, TILE, TILE));
  return pen.canvas.transferToImageBitmap();
}

/** Protocol base-map://layer/z/x/y: every tile passes here, so that failures are seen and the datum is set right. */
function tileProtocol({ layers, datum }) {
  return async ({ url }, abort) => {
    const [layer, z, x, y] = url.split("/").slice(2).map(Number);
    if (datum === "gcj02") return { data: await noted(shifted(layers[layer], z, x, y)) };
    return { data: await noted(picture(tileAddress(layers[layer], z, x, y), abort)) };
  };
}

const paper = () =>
  theme.value === "dark"
    ? { "raster-brightness-max": 0.34, "raster-saturation": -0.5 }
    : { "raster-saturation": -0.25 };

function addRaster(map, id, source) {
  map.addSource(id, { type: "raster", tileSize: TILE, ...source });
  map.addLayer({ id, type: "raster", source: id, paint: { ...paper(), "raster-fade-duration": 0 } }, UNDER);
}

/** @returns {Promise<(map: any) => void>} adds the file's layers to a style */
async function ofFile(maplibre, told) {
  const { PMTiles, Protocol, TileType } = await import("../../vendor/pmtiles/4.5.0/pmtiles.mjs");
  const address = new URL(told.address, location.href).href;
  const file = new PMTiles(address);
  const protocol = new Protocol();
  protocol.add(file);
  maplibre.addProtocol("pmtiles", (request, abort) => noted(protocol.tile(request, abort)));
  const { tileType, minZoom, maxZoom } = await noted(file.getHeader());
  const source = { tiles: [`pmtiles://${address}/{z}/{x}/{y}`], minzoom: minZoom, maxzoom: maxZoom };
  if (tileType !== TileType.Mvt) return (map) => addRaster(map, "base-0", source);
  return (map) => {
    map.addSource("base-0", { type: "vector", ...source });
    for (const { under, ...layer } of streetLayers("base-0")) map.addLayer(layer, under);
  };
}

function ofService(maplibre, told) {
  maplibre.addProtocol("base-map", tileProtocol(told));
  return (map) =>
    told.layers.forEach((_, index) =>
      addRaster(map, `base-${index}`, { tiles: [`base-map://${index}/{z}/{x}/{y}`], maxzoom: told.max_zoom }),
    );
}

/**
 * Prepares the base map once a page.
 *
 * @param {any} maplibre @returns {Promise<{told: any, addTo: (map: any) => void}>} `addTo` for every new style
 */
export async function prepare(maplibre) {
  const told = await baseMap();
  if (told.kind === "none") return { told, addTo: () => {} };
  ground.value = "asked";
  try {
    return { told, addTo: told.kind === "tiles" ? ofService(maplibre, told) : await ofFile(maplibre, told) };
  } catch (reason) {
    console.warn(reason);
    ground.value = "failed";
    return { told, addTo: () => {} };
  }
}

/** What our schematic map draws where the other one does: shown only while that one is not. */
export function giveWay(map, { kind }) {
  const shown = ground.value === "shown";
  const isPicture = Boolean(map.getLayer("base-0"));
  for (const id of [...DRAWN_INSTEAD, ...(isPicture ? NAMED_INSTEAD : [])])
    if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", shown ? "none" : "visible");
  for (const id of SEEN_THROUGH) if (map.getLayer(id)) map.setPaintProperty(id, "fill-opacity", shown ? 0.45 : 1);
  for (const id of kind === "none" ? [] : BORDERS)
    if (map.getLayer(id)) map.setLayerZoomRange(id, 0, shown ? BORDERS_UP_TO_ZOOM : 24);
}
