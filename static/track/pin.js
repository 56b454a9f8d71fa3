/** Where it is dark: the phone's own position, or the cross on a map. Without this file it is described in words. */

const WORTH_WAITING_MS = 15_000;
// A finger on a map is right within so many pixels.
const FINGER_PX = 12;

/** @param {HTMLFormElement | null} form */
export function wirePlace(form) {
  if (!form || form.dataset.wired) return;
  form.dataset.wired = "yes";
  form.querySelector("[data-pin-ways]").hidden = false;
  form.querySelector("[data-here]").onclick = () => sendPosition(form);
  form.querySelector("[data-pin]").onclick = () => openMap(form);
}

function send(form, lat, lon, accuracy) {
  form.elements.lat.value = lat.toFixed(6);
  form.elements.lon.value = lon.toFixed(6);
  form.elements.accuracy.value = String(Math.round(accuracy));
  form.submit();
}

function sendPosition(form) {
  const failed = () => (form.querySelector("[data-error]").hidden = false);
  if (!navigator.geolocation) return failed();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => send(form, coords.latitude, coords.longitude, coords.accuracy),
    failed,
    { enableHighAccuracy: true, timeout: WORTH_WAITING_MS, maximumAge: 60_000 },
  );
}

/** The cross stands still in the middle, the map moves below it. */
async function openMap(form) {
  const place = form.querySelector("[data-pin-map]");
  place.hidden = false;
  const { drawPinMap } = await import("./pin_map.js");
  const map = await drawPinMap(place.querySelector("[data-map-canvas]"), {
    lat: Number(form.elements.lat.dataset.lat), lon: Number(form.elements.lon.dataset.lon),
  });
  const button = form.querySelector("[data-pin-send]");
  button.hidden = false;
  button.onclick = () => {
    const { lat, lng } = map.getCenter();
    const metresPerPixel = (156_543 * Math.cos((lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 1);
    send(form, lat, lng, FINGER_PX * metresPerPixel);
  };
}
