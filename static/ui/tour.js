// @ts-check
// A guided first look: a card at the foot of the page and a ring around what it speaks of. The page under it stays as
// usable as it is, for most steps ask for something to be done. `?tour=3` is its third card.
import { html, signal, useEffect, useLayoutEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";

/**
 * What a card speaks of (a selector), what it says, and whether the reader has done it, where there is something to do.
 * @typedef {{of: string, title: () => string, words: () => string, done?: () => boolean}} Card
 */

const LOOK_MS = 400;
const asked = () => new URLSearchParams(location.search).get("tour");

/** Which card is shown, from 0; -1 for none. */
const at = signal(asked() === null ? -1 : Math.max(0, (Number(asked()) || 1) - 1));

/** @param {number} card */
function show(card) {
  at.value = card;
  const address = new URLSearchParams(location.search);
  if (card < 0) address.delete("tour");
  else address.set("tour", String(card + 1));
  history.replaceState(null, "", `?${address}`);
}

const end = () => show(-1);

/** The ring around what is meant; it may come and go while the card stands. @param {string} selector */
function mark(selector) {
  const meant = selector ? document.querySelector(selector) : null;
  for (const was of document.querySelectorAll("[data-tour]")) if (was !== meant) was.removeAttribute("data-tour");
  meant?.setAttribute("data-tour", "");
}

/** @param {{cards: Card[]}} props */
function Shown({ cards }) {
  const card = cards[at.value];
  const isDone = useSignal(false);
  useEffect(() => {
    isDone.value = false;
    const look = () => {
      mark(card.of);
      if (card.done?.()) isDone.value = true;
    };
    look();
    const looking = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(looking);
      mark("");
    };
  }, [card]);
  const isLast = at.value === cards.length - 1;
  // Of the card that stands now: two quick presses may come before the page has drawn the second card.
  const next = () => (at.peek() >= cards.length - 1 ? end() : show(at.peek() + 1));
  // With the drawing, not after it: whoever sees the card may press at once; a busy page is late with its effects.
  useLayoutEffect(() => {
    const heard = (/** @type {KeyboardEvent} */ event) => {
      if (at.peek() < 0) return;
      if (event.key === "PageDown") next();
      else if (event.key === "PageUp" && at.peek() > 0) show(at.peek() - 1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, [card]);
  return html`<section class="tour-card" aria-label=${gettext("Guided tour")}>
    <p class="quiet">${fill(gettext("{n} of {all}"), { n: at.value + 1, all: cards.length })}</p>
    <div role="status"><h2>${card.title()} ${isDone.value && html`<span class="tour-done">
      ✓ ${gettext("Done")}</span>`}</h2><p>${card.words()}</p></div>
    <p class="form-buttons"><button class="button small primary" onClick=${next}>${
      isLast ? gettext("End of the tour") : gettext("Next")} <kbd class="key">PgDn</kbd></button>
      ${at.value > 0 && html`<button class="button small" onClick=${() => show(at.value - 1)}>${
        gettext("Back")} <kbd class="key">PgUp</kbd></button>`}
      ${!isLast && html`<button class="button small" onClick=${end}>${gettext("Leave the tour")}</button>`}</p>
  </section>`;
}

/** @param {{cards: Card[]}} props */
export const Tour = ({ cards }) => at.value >= 0 && at.value < cards.length && html`<${Shown} cards=${cards} />`;
