// @ts-check
// How the maps of the desks are looked at. The panel of the chosen thing, buttons and legends lie over the map: what is
// shown is shown beside them, and zooming keeps the chosen thing where it is.
import { HUBEI } from "./base.js";
import { boundsOf } from "./bounds.js";
import { isFree, margins, middleOf, space } from "./free_space.js";

/** @typedef {{lon: number, lat: number}} Place */

const still = matchMedia("(prefers-reduced-motion: reduce)");
const PANEL = ".detail:not(.none)";
const CORNERS = ".maplibregl-ctrl-bottom-left, .maplibregl-ctrl-bottom-right";
const FLIGHT_MS = 600;
const MOVE_MS = 400;
const STEP_MS = 200;

/** @param {number} length */
const lasting = (length) => (still.matches ? 0 : length);
/** @param {Element} element */
const edgesOf = (element) => element.getBoundingClientRect();
/** @param {any} place @returns {place is Place} */
export const isPlace = (place) => Number.isFinite(place?.lon) && Number.isFinite(place?.lat);

/**
 * @param {any} map @param {() => any} chosen what a person looks at, with `lon` and `lat` where it has a place
 */
export function cameraOf(map, chosen) {
  const canvas = map.getContainer();
  let isHome = true; // the whole province is shown, and nothing has moved since

  function over() {
    const beside = [...(canvas.parentElement?.children ?? [])].filter((element) => element !== canvas);
    return [...document.querySelectorAll(PANEL), ...beside, ...canvas.querySelectorAll(CORNERS)].map(edgesOf);
  }
  const room = () => space(edgesOf(canvas), over());
  const place = () => {
    const thing = chosen();
    return isPlace(thing) ? { lon: thing.lon, lat: thing.lat } : null;
  };
  const isSeen = (/** @type {Place} */ { lon, lat }) =>
    isFree(map.project([lon, lat]), edgesOf(canvas), margins(edgesOf(canvas), over()));

  /** @param {[number, number][]} places @param {{maxZoom?: number, duration?: number}} [how] */
  function fit(places, { maxZoom, duration = FLIGHT_MS } = {}) {
    if (places.length === 0) return;
    isHome = false;
    map.fitBounds(boundsOf(places), { padding: room(), maxZoom, duration: lasting(duration) });
  }
  function home(duration = MOVE_MS) {
    isHome = true;
    map.fitBounds(HUBEI, { padding: room(), duration: lasting(duration) });
  }
  /** In the middle of what is free. @param {Place} there @param {{zoom?: number, duration?: number}} [how] */
  function show({ lon, lat }, { zoom = 0, duration = MOVE_MS } = {}) {
    isHome = false;
    const { left, right, top, bottom } = room();
    const offset = [(left - right) / 2, (top - bottom) / 2];
    const near = Math.max(map.getZoom(), zoom);
    map.easeTo({ center: [lon, lat], zoom: near, offset, duration: lasting(duration) });
  }
  /** Brings the chosen one into sight if something lies over it, or it is beyond the edge. */
  function keep() {
    const there = place();
    if (there && !isSeen(there)) show(there, { duration: STEP_MS });
  }
  /** @param {number} step */
  function zoomBy(step) {
    isHome = false;
    const there = place();
    const box = edgesOf(canvas);
    const { x, y } = middleOf(box, margins(box, over()));
    const around = there && isSeen(there) ? [there.lon, there.lat] : map.unproject([x, y]);
    map.easeTo({ zoom: map.getZoom() + step, around, duration: lasting(STEP_MS) });
  }

  const leave = () => (isHome = false);
  // By hand: a changed window begins a move too, and is none of a person's.
  map.on("movestart", (/** @type {any} */ event) => event.originalEvent && leave());
  let isResized = false;
  /** What lies over the map has changed: the whole province beside it, or the chosen one. @param {number} [duration] */
  const settle = (duration = MOVE_MS) => (isHome ? home(duration) : keep());
  map.on("resize", () => {
    isResized = true;
    settle(0);
  });
  map.on("idle", () => {
    // What lies over the map takes its new place after the map has: looked at once more when all is still.
    if (isResized) {
      isResized = false;
      settle(0);
    }
    const there = place();
    document.documentElement.dataset.chosenSeen = there ? String(isSeen(there)) : "";
    document.documentElement.dataset.wholeProvince = String(isHome);
  });
  if (!place()) home(0);
  return { fit, home, show, keep, settle, zoomBy, leave, room };
}
