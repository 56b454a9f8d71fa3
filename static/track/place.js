/** Shows the map, and fetches it only then: the page itself stays below 40 KB. */
import "../js/text.js";

const EARTH_KM = 6371.0088;
let map = null;

/** @param {{crew: object|null, home: object|null}} track */
export function showPlace(track, words) {
  const section = document.querySelector("[data-map]");
  const visible = Boolean(track.home && track.crew && Number.isFinite(track.crew.lat));
  section.hidden = !visible;
  if (!visible) return;
  showDistance(section, track, words);
  map ??= import("./map.js").then(({ drawMap }) => drawMap(section)).catch(() => hideCanvas(section));
  map.then((drawn) => drawn?.move(track.crew, track.home));
}

function showDistance(section, { crew, home }, words) {
  const kilometres = kilometresBetween(crew, home);
  const text =
    kilometres < 1
      ? words.metres.replace("{n}", String(Math.max(50, Math.round(kilometres * 20) * 50)))
      : words.kilometres.replace("{n}", kilometres.toFixed(1));
  section.querySelector("[data-distance-value]").textContent = text;
  section.querySelector("[data-distance]").hidden = !crew.coming;
}

/** A phone that cannot draw the map still gets the distance. */
function hideCanvas(section) {
  section.classList.add("without-map");
  return null;
}

/** Great-circle distance. */
function kilometresBetween(a, b) {
  const rad = (value) => (value * Math.PI) / 180;
  const half =
    Math.sin(rad(b.lat - a.lat) / 2) ** 2 +
    Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(half));
}
