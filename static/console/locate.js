// Giving an order its place by a click on the map: the click proposes, a person who has read the place's name confirms.
import { html, signal, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { distance } from "../js/format.js";
import { Combobox } from "../ui/combobox.js";
import { allCounties, allTowns, countyAt, nearestTown, townsNamed } from "../js/towns.js";
import { fill } from "../js/text.js";
import { command } from "./commands.js";
import { say } from "../js/notice.js";
import { orderNews } from "./crew_news.js";
import { orders } from "../live/store.js";
import { named } from "../js/names/names.js";

/** Id of the order that waits for a click on the map, or null. */
export const locating = signal(null);
/** Where the click was, what is near, and who would go: {lat, lon, words, who} | null */
export const proposed = signal(null);

const SHOWN = 6;
const townWord = (town) => (document.documentElement.lang.startsWith("zh") ? town.name : town.name_en || town.name);

export function stopLocating() {
  locating.value = null;
  proposed.value = null;
}

/** @param {{lng: number, lat: number}} point */
export async function propose(point) {
  const place = { lat: Number(point.lat.toFixed(5)), lon: Number(point.lng.toFixed(5)) };
  proposed.value = { ...place, words: "", who: "" };
  const add = (part) => {
    const now = proposed.peek();
    if (now?.lat === place.lat && now.lon === place.lon) proposed.value = { ...now, ...part };
  };
  const order = orders.get(locating.peek());
  if (order) whoGoes(order, place).then((who) => add({ who }), () => {});
  const [towns, counties] = await Promise.all([allTowns(), allCounties()]).catch(() => [[], []]);
  add({ words: nameOf(place, towns, counties) });
}

/** Whom a yes sends there: the crew that is there for this house, the one that has the order, else the first asked. */
async function whoGoes(order, place) {
  const known = await get("fault-reports/known/", place).catch(() => null);
  if (known?.order && known.order.number !== order.number) {
    return fill(gettext("An order is open at this place: {order}"), { order: orderNews(known.order) });
  }
  if (order.crew)
    return fill(gettext("{crew} has the order and goes to the new place."), { crew: named(order.crew.name) });
  const [first] = (await get(`work-orders/${order.number}/candidates/`, place)).candidates;
  if (!first) return gettext("No crew can be asked for this place now.");
  const minutes = Math.max(1, Math.round(first.eta_minutes));
  return fill(gettext("Asked first: {crew}, about {n} min away"), { crew: named(first.crew_name), n: minutes });
}

function nameOf(place, towns, counties) {
  const [county, near] = [countyAt(counties, place), nearestTown(towns, place)];
  const town =
    near && fill(gettext("{distance} from {town}"), { distance: distance(near.km), town: townWord(near.town) });
  return [county ? townWord(county) : gettext("outside the province"), town].filter(Boolean).join(" · ");
}

async function confirm() {
  const order = orders.get(locating.value);
  const { lat, lon } = proposed.value;
  proposed.value = null; // refused, the next click may be better: it goes on being asked for
  if (order && (await command(order, "locate", { lat, lon }, gettext("Placing…")))) {
    stopLocating();
    say(order.located ? gettext("The place is moved.") : gettext("The place is set; crews are being looked for."));
  }
}

function TownSearch({ lookAt }) {
  const found = useSignal(null);
  const active = useSignal(0);
  const type = async (text) => {
    const named = townsNamed(await allTowns().catch(() => []), text);
    active.value = 0;
    found.value = text.trim().length > 1 ? named.slice(0, SHOWN) : null;
  };
  const take = (index) => {
    lookAt(found.value[index]);
    found.value = null;
  };
  useEffect(() => document.getElementById("town-search")?.focus(), []);
  const leave = (event) => event.key === "Escape" && found.value === null && stopLocating();
  return html`<div onKeyDown=${leave}><${Combobox} id="town-search" label=${gettext("Go to a town")}
    hint=${gettext("Town or township")}
    choices=${found.value} active=${active.value} line=${(town) => html`<b>${townWord(town)}</b>`}
    none=${gettext("No town of that name.")} onType=${type} onMark=${(index) => (active.value = index)}
    onTake=${take} onClose=${() => (found.value = null)} /></div>`;
}

/** Has the focus as soon as a place is proposed: Enter says yes. */
function Yes() {
  const button = useRef(null);
  useEffect(() => button.current.focus(), []);
  return html`<button class="button primary" ref=${button} onClick=${confirm}>${gettext("Yes, here")}</button>`;
}

/** Beside the map while a place is wanted. @param {{lookAt: (place: {lat: number, lon: number}) => void}} props */
export function LocatingHint({ lookAt }) {
  const order = orders.get(locating.value);
  if (!order) return null;
  const place = proposed.value;
  const follows = order.located
    ? gettext("Clock and crews follow the new place.")
    : gettext("The nearest crew is asked at once.");
  return html`<div class="map-hint" role="status">
    <p>${place ? gettext("Is it here?") : gettext("Click the place on the map.")} <b>${order.title}</b></p>
    ${place
      ? html`<p><b>${place.words || `${place.lat}, ${place.lon}`}</b></p>
        <p class="quiet">${place.who || follows}</p>
        <p class="form-buttons">
          <${Yes} />
          <button class="button" onClick=${() => (proposed.value = null)}>${gettext("Another place")}</button>
        </p>`
      : html`<${TownSearch} lookAt=${lookAt} />
        <p class="form-buttons">
          <button class="button small" onClick=${stopLocating}>${gettext("Back")}</button>
        </p>`}
  </div>`;
}
