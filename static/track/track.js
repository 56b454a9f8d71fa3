/**
 * Keeps the customer's page true. The server renders every word; this script moves the figures that change by the
 * second, and fetches the page again when something worth reading has changed. So both ways say the same, in the
 * reader's language, and the page works without this file.
 */
import { listen } from "./link.js";
import { wireActions } from "./actions.js";
import { showPlace } from "./place.js";

const main = document.querySelector("[data-track]");
const words = document.getElementById("track-words").dataset;
let state = JSON.parse(document.getElementById("track-state").textContent);
let heardAt = Date.now();

/** What the words on the page depend on; positions and minutes are moved in place. */
const gist = (track) => JSON.stringify([
  track.status, track.sentence, track.milestones, track.crew?.name, track.eta_at === null, track.late_minutes,
  track.etr_at, track.rating, track.can_rate, track.safety_tip, track.area, track.asks,
]);

function receive(track) {
  const changed = gist(track) !== gist(state);
  state = track;
  heardAt = Date.now();
  if (changed) renew();
  moveFigures();
  showPlace(state, words);
}

/** Somebody types in it, has chosen a file, or has a map open: it stays as it is until that is sent. */
const isInUse = (part) =>
  Boolean(part.querySelector("textarea:focus, .maplibregl-map")) ||
  [...part.querySelectorAll("input.input")].some((input) => input.value);

/** Replaces each live part by the server's newest rendering of it. */
async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const shown = document.querySelector(`[data-live="${part.dataset.live}"]`);
    if (shown && shown.outerHTML !== part.outerHTML && !isInUse(shown)) shown.replaceWith(part);
  }
  document.title = fresh.title;
  wireActions(main, words, poll);
  moveFigures();
}

function moveFigures() {
  const minutes = document.querySelector("[data-eta-minutes]");
  if (minutes && state.eta_minutes !== null) minutes.textContent = String(Math.max(1, Math.round(state.eta_minutes)));
  const clock = document.querySelector("[data-eta-clock]");
  if (clock && state.eta_at) clock.textContent = hourMinute(state.eta_at);
}

/** "updated 4 s ago": silence is said, never hidden. */
function showAge() {
  const seconds = Math.round((Date.now() - heardAt) / 1000);
  const note = document.querySelector("[data-age]");
  note?.replaceChildren((seconds > 30 ? words.stale : words.age).replace("{n}", String(seconds)));
  note?.parentElement.classList.toggle("stale", seconds > 30);
}

async function poll() {
  const answer = await fetch(main.dataset.track, { headers: { Accept: "application/json" } });
  if (answer.status === 404 || answer.status === 410) return location.reload();
  if (answer.ok) receive(await answer.json());
}

const hourMinute = (moment) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" }).format(
    new Date(moment),
  );

wireActions(main, words, poll);
showPlace(state, words);
setInterval(showAge, 1000);
listen({ path: main.dataset.socket, onTrack: receive, onBeat: () => (heardAt = Date.now()), poll });
