// @ts-check
// The application: the place is added on a tap. Everything else works without this script.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-apply]"));
const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-here]"));
const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-here-said]"));

/** @param {string | undefined} words */
function say(words) {
  if (!said) return;
  said.textContent = words ?? "";
  said.hidden = false;
}

if (form && button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        /** @type {HTMLInputElement} */ (form.elements.namedItem("lat")).value = String(coords.latitude);
        /** @type {HTMLInputElement} */ (form.elements.namedItem("lon")).value = String(coords.longitude);
        say(said?.dataset.yes);
      },
      () => say(said?.dataset.no),
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  });
}
