/** Where the job lies from here: both places, the straight line between them, borders, water, towns and a grid. */
import { html, useEffect, useMemo, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { distance } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { allCounties, allTowns } from "../../js/towns.js";
import { metresBetween } from "../../js/distance.js";
import { place } from "../store.js";
import { bearing, gridOf, gridPath, HIGH, namesIn, outline, placed, viewOf, WIDE, zoomed } from "../surroundings.js";
import { Grade } from "./parts.js";

const NEARER = 0.6;
const MARK = 26; // pixels
const DIRECTIONS = () => [
  gettext("north"), gettext("north-east"), gettext("east"), gettext("south-east"),
  gettext("south"), gettext("south-west"), gettext("west"), gettext("north-west"),
];

/** The province's files, read once; kept by the service worker like the page itself. */
const water = () =>
  fetch(new URL("../../geo/hubei_water.geojson", import.meta.url)).then((answer) => answer.json());
let reading = null;
function readGround() {
  reading ??= Promise.all([allCounties(), allTowns(), water()])
    .then(([counties, towns, { features }]) => ({ counties, towns, water: features }))
    .catch(() => (reading = null)); // not on this phone yet: the marks and the line need none of it
  return reading;
}

export function JobMap({ order }) {
  const [ground, setGround] = useState(null);
  const [zoom, setZoom] = useState(1);
  useEffect(() => void readGround().then(setGround), []);
  const crew = place.value.fix;
  const whole = zoomed(viewOf(order, crew), zoom);
  const view = zoom < 1 ? { ...whole, middle: order } : whole; // nearer: about the job
  const under = useMemo(() => ground && drawn(ground, view, order), [ground, key(view)]);
  const at = placed(view);
  const [x, y] = at(order);
  const words = inWords(order, crew);
  return html`<section class="job-map">
    <svg viewBox=${`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="xMidYMid slice" role="img" aria-label=${words}>
      ${under}
      ${crew && html`<${Crew} at=${at(crew)} job=${[x, y]} />`}
      <${Grade} grade=${order.grade} x=${x - MARK / 2} y=${y - MARK / 2} width=${MARK} height=${MARK} />
    </svg>
    <div class="job-map-row" role="group" aria-label=${gettext("Map")}>
      <p>${words}</p>
      <button type="button" aria-label=${gettext("Nearer")} onClick=${() => setZoom(zoom * NEARER)}>+</button>
      <button type="button" aria-label=${gettext("Farther")} onClick=${() => setZoom(zoom / NEARER)}>−</button>
    </div>
    <details class="job-map-source"><summary>${gettext("About this map")}</summary>
      <p>${fill(gettext("Squares of {distance}. The dashed line is straight, no road. Borders are a sketch."), {
        distance: distance(gridOf(view) / 1000) })} 边界 ECharts 2 (BSD-3) · 水系 GSHHG (LGPL-3) · © GeoNames
        (CC BY 4.0)</p></details>
  </section>`;
}

const key = ({ middle, across }) => `${middle.lat} ${middle.lon} ${across}`;

function inWords(order, crew) {
  if (!crew) return gettext("The job. Your own place is not known.");
  const metres = metresBetween(crew, order);
  return fill(gettext("{distance} {direction} of you, straight line"), {
    distance: distance(metres / 1000), direction: DIRECTIONS()[bearing(crew, order)] });
}

function drawn({ counties, towns, water: waters }, view, order) {
  const english = document.documentElement.lang === "en";
  return html`<path class="map-water" d=${outline(waters, view)} />
    <path class="map-grid" d=${gridPath(view, order)} />
    <path class="map-border" d=${outline(counties, view)} />
    ${namesIn(towns, view).map(({ town, at: [x, y] }) => html`<g key=${town.name}>
      <circle class="map-town" cx=${x} cy=${y} r="1.5" /><text x=${x} y=${y - 5} text-anchor="middle">
      ${english ? town.name_en : town.name}</text></g>`)}`;
}

function Crew({ at: [x, y], job }) {
  return html`<line class="map-line" x1=${x} y1=${y} x2=${job[0]} y2=${job[1]} />
    <circle class="map-crew" cx=${x} cy=${y} r="8" />`;
}
