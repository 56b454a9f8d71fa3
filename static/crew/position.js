/**
 * Sends the crew's place while it is bound to an order: every 10 s on the move, every 60 s standing still.
 * Fixes wait in memory while there is no network and go out as one batch.
 */
import { metresBetween } from "../js/distance.js";

const MOVING_SECONDS = 10;
const STILL_SECONDS = 60;
const MOVED_METRES = 25;
const KEPT_FIXES = 360;
const TICK_JITTER_SECONDS = 1;
const PRECISE = { enableHighAccuracy: true, maximumAge: 5000, timeout: 30_000 };

/**
 * @param {(items: object[]) => Promise<boolean>} send true when the server has them
 * @param {(state: "off"|"asking"|"on"|"denied"|"unavailable", fix?: object) => void} onState
 */
export function positionReporter(send, onState) {
  let watch = null;
  let asking = null;
  let last = null;
  let waiting = [];

  async function flush() {
    const batch = waiting;
    waiting = [];
    if (!(await send(batch))) waiting = [...batch, ...waiting].slice(-KEPT_FIXES);
  }
  function onFix({ coords, timestamp }) {
    const fix = toItem(coords, timestamp);
    onState("on", fix);
    if (last && !isWorthSending(last, fix)) return;
    last = fix;
    waiting.push(fix);
    flush();
  }
  /** No fix yet (a cellar, a valley) is not worth a warning while an earlier one stands. */
  function onError({ code, PERMISSION_DENIED }) {
    if (code === PERMISSION_DENIED) onState("denied");
    else if (!last) onState("unavailable");
  }
  return {
    start() {
      if (watch !== null) return;
      if (!navigator.geolocation || !isSecureContext) return onState("unavailable");
      onState("asking");
      watch = navigator.geolocation.watchPosition(onFix, onError, PRECISE);
      // A watch falls silent when the phone stands still, and its last fix may have come too soon to be sent.
      asking = setInterval(
        () => navigator.geolocation.getCurrentPosition(onFix, onError, PRECISE),
        MOVING_SECONDS * 1000,
      );
    },
    stop() {
      if (watch !== null) navigator.geolocation.clearWatch(watch);
      clearInterval(asking);
      watch = null;
      onState("off");
    },
  };
}

/** Metres and m/s as the browser gives them; unknown values are left out. */
function toItem(coords, timestamp) {
  const item = {
    lat: round(coords.latitude, 6),
    lon: round(coords.longitude, 6),
    fixed_at: new Date(timestamp).toISOString(),
  };
  for (const name of ["accuracy", "speed", "heading"]) {
    if (Number.isFinite(coords[name])) item[name] = round(coords[name], 1);
  }
  return item;
}

function isWorthSending(last, fix) {
  const seconds = (Date.parse(fix.fixed_at) - Date.parse(last.fixed_at)) / 1000;
  return seconds + TICK_JITTER_SECONDS >= (metresBetween(last, fix) >= MOVED_METRES ? MOVING_SECONDS : STILL_SECONDS);
}

const round = (value, digits) => Number(value.toFixed(digits));
