// The MapLibre style of the offline basemap, made from the colour tokens. No glyph server: labels use local fonts.
import { token } from "../theme.js";
import { distanceGrid } from "./grid.js";

const GEO = new URL("../../geo/", import.meta.url).href;
const ATTRIBUTION = [
  "边界 ECharts 2 (BSD-3)，县级为示意服务区", "水系 GSHHG (LGPL-3)", "地名 © GeoNames (CC BY 4.0)", "示意图",
].join(" · ");

const source = (name) => ({ type: "geojson", data: `${GEO}hubei_${name}.geojson`, attribution: ATTRIBUTION });

/** Names sit on the `label` point of their area, once; a polygon's own label would repeat in every tile. */
async function labelPoints(name) {
  const areas = await (await fetch(`${GEO}hubei_${name}.geojson`)).json();
  return {
    type: "FeatureCollection",
    features: areas.features.map(({ properties }) => ({
      type: "Feature",
      properties: { adcode: properties.adcode, name: properties.short ?? properties.name, name_en: properties.name_en },
      geometry: { type: "Point", coordinates: properties.label },
    })),
  };
}

/** @returns {Promise<{cities: object, counties: object}>} label points, read once per page */
export async function areaLabels() {
  const [cities, counties] = await Promise.all([labelPoints("cities"), labelPoints("counties")]);
  return { cities, counties };
}

function line(id, from, colour, width, extra = {}) {
  return { id, type: "line", source: from, paint: { "line-color": token(colour), "line-width": width }, ...extra };
}

function label(id, from, colour, size, { minzoom = 0, maxzoom = 24, spacing = 0, lift = 0 } = {}) {
  const nameField = document.documentElement.lang.startsWith("zh") ? "name" : "name_en";
  return {
    id, type: "symbol", source: from, minzoom, maxzoom,
    layout: {
      "text-field": ["coalesce", ["get", nameField], ["get", "name"]],
      "text-font": ["Noto Sans CJK SC Regular"], "text-size": size, "text-letter-spacing": spacing, "text-padding": 4,
      "text-offset": [0, lift],
    },
    paint: { "text-color": token(colour), "text-halo-color": token("map-land"), "text-halo-width": 1.5 },
  };
}

/** @param {{cities: object, counties: object}} labels from `areaLabels` */
export function basemapStyle(labels) {
  return {
    version: 8,
    sources: {
      cities: source("cities"),
      counties: source("counties"),
      water: source("water"),
      towns: source("towns"),
      "city-labels": { type: "geojson", data: labels.cities },
      "county-labels": { type: "geojson", data: labels.counties },
      "grid-5": { type: "geojson", data: distanceGrid(5) },
      "grid-1": { type: "geojson", data: distanceGrid(1) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("bg0") } },
      {
        id: "land",
        type: "fill",
        source: "cities",
        paint: { "fill-color": token("map-land"), "fill-antialias": false },
      },
      {
        id: "lakes",
        type: "fill",
        source: "water",
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": token("map-water") },
      },
      line(
        "rivers",
        "water",
        "map-water",
        [
          "interpolate",
          ["linear"],
          ["zoom"],
          6,
          ["-", 2.4, ["*", 0.5, ["get", "rank"]]],
          11,
          ["-", 8, ["get", "rank"]],
        ],
        { filter: ["==", ["geometry-type"], "LineString"] },
      ),
      line("grid-5-lines", "grid-5", "map-county", 0.6, { minzoom: 9.5 }),
      line("grid-1-lines", "grid-1", "map-county", 0.4, { minzoom: 11.5 }),
      line("county-lines", "counties", "map-county", 0.8),
      line("city-lines", "cities", "map-city", ["interpolate", ["linear"], ["zoom"], 6, 1, 10, 1.6]),
      label("town-names", "towns", "fg2", 11, { minzoom: 9, lift: -1.2 }),
      label("county-names", "county-labels", "fg2", 12, { minzoom: 7.6, spacing: 0.15 }),
      label("city-names", "city-labels", "fg1", 13, { maxzoom: 7.6 }),
    ],
  };
}
