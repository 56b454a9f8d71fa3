// A PMTiles file of vector tiles, drawn in our own colours: water, roads, buildings and the names of roads. The
// layers are
// those of Protomaps' basemap schema (made from OpenStreetMap); of other schemas only what is called the same is drawn.
import { token } from "../theme.js";

const BENEATH = "lakes"; // under everything that we draw, above the land
const WIDE = ["highway", "major_road"];
const widths = (far, near) => ["interpolate", ["exponential", 1.5], ["zoom"], 8, far, 16, near];
const isOf = (kinds) => ["in", ["get", "kind"], ["literal", kinds]];

const road = (id, source, filter, width, minzoom) => ({
  id, type: "line", source, "source-layer": "roads", filter, minzoom, under: BENEATH,
  layout: { "line-cap": "round", "line-join": "round" },
  paint: { "line-color": token("map-city"), "line-width": width },
});

/** @param {string} source @returns {any[]} layers, each with the layer of ours that it goes `under` */
export function streetLayers(source) {
  const named = document.documentElement.lang.startsWith("zh") ? "name:zh-Hans" : "name:en";
  const isArea = ["==", ["geometry-type"], "Polygon"];
  return [
    {
      id: "base-water", type: "fill", source, "source-layer": "water", filter: isArea, under: BENEATH,
      paint: { "fill-color": token("map-water") },
    },
    {
      id: "base-buildings", type: "fill", source, "source-layer": "buildings", minzoom: 14, under: BENEATH,
      paint: { "fill-color": token("map-county"), "fill-opacity": 0.5 },
    },
    road("base-small-roads", source, isOf(["minor_road", "path", "other"]), widths(0.2, 5), 12),
    road("base-medium-roads", source, isOf(["medium_road"]), widths(0.5, 7), 9),
    road("base-wide-roads", source, isOf(WIDE), widths(0.9, 10), 6),
    {
      id: "base-road-names", type: "symbol", source, "source-layer": "roads", minzoom: 12, under: "county-lines",
      filter: isOf([...WIDE, "medium_road", "minor_road"]),
      layout: {
        "symbol-placement": "line", "text-field": ["coalesce", ["get", named], ["get", "name"]], "text-size": 11,
        "text-font": ["Noto Sans CJK SC Regular"],
      },
      paint: { "text-color": token("fg2"), "text-halo-color": token("map-land"), "text-halo-width": 1.4 },
    },
  ];
}
