// @ts-check
// Arrival: the place is added as evidence where the phone gives it within a few seconds. Without it the tap counts.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-arrive]"));

/** @param {GeolocationPosition} position */
function fill(position) {
  if (!form) return;
  /** @type {HTMLInputElement} */ (form.elements.namedItem("lat")).value = String(position.coords.latitude);
  /** @type {HTMLInputElement} */ (form.elements.namedItem("lon")).value = String(position.coords.longitude);
}

if (form && "geolocation" in navigator) {
  navigator.geolocation.getCurrentPosition(fill, () => {}, { enableHighAccuracy: true, timeout: 10_000 });
}
