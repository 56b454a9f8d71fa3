// This board says which order is open on it, and shows who else has it open: nothing is locked by that.
import { effect, html } from "../vendor/preact/11.2.0/preact.mjs";
import { person } from "../js/session.js";
import { fill } from "../js/text.js";
import { link } from "../live/live.js";
import { othersAt } from "../live/presence.js";
import { second, user } from "../live/store.js";
import { selectedId } from "./selection.js";

const REST_MS = 500; // walking through the list is not looking
const AGAIN_MS = 10_000;

const say = () => link?.say({ type: "looking", order: document.hidden ? null : selectedId.peek() });

export function startLooking() {
  let resting;
  effect(() => {
    void [selectedId.value, user.value]; // said again on every new line
    clearTimeout(resting);
    resting = setTimeout(say, REST_MS);
  });
  document.addEventListener("visibilitychange", say);
  setInterval(() => selectedId.peek() !== null && !document.hidden && say(), AGAIN_MS);
}

function useOthers(orderId) {
  void second.value; // who is not heard of any more fades by the clock
  return othersAt(orderId, person.value?.id, performance.now());
}

const words = (name) => fill(gettext("{name} is working on it"), { name });

/** @param {{orderId: number}} props */
export function Lookers({ orderId }) {
  const others = useOthers(orderId);
  return others.length > 0 && html`<p class="lookers" role="status">${others.map(({ id, name, fading }) =>
    html`<span key=${id} class=${`chip looker ${fading ? "fading" : ""}`}>${words(name)}</span>`)}</p>`;
}

/** In a row there is room for one letter. @param {{orderId: number}} props */
export function LookerMark({ orderId }) {
  const [first] = useOthers(orderId);
  return first && html`<span class=${`looker-mark ${first.fading ? "fading" : ""}`} title=${words(first.name)}
    role="img" aria-label=${words(first.name)}>${first.name.slice(0, 1)}</span>`;
}
