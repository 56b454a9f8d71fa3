/**
 * The server's present moment as this phone knows it, also without a line and after the page was loaded anew: what
 * the phone's own clock is off by is kept. A page that slept does not tell the moment it fell asleep.
 */
const KEY = "crew-clock-off-by";
let offByMs = Number(localStorage.getItem(KEY) ?? 0) || 0;

/** @param {string} at the server's moment, just heard */
export function hearTime(at) {
  offByMs = Date.parse(at) - Date.now();
  try {
    localStorage.setItem(KEY, String(offByMs));
  } catch {
    // no room on the phone: it is known as long as the page lives
  }
}

export const presentMs = () => Date.now() + offByMs;
