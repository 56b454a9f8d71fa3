/** What this phone itself is able to do for the job: its battery, and a screen that stays on while the crew drives. */
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";

/** {level: 0…1, charging: boolean}; null where the browser does not tell. */
export const battery = signal(null);
/** Whether the screen is kept on. */
export const awake = signal(false);
export const LOW = 0.2;

export async function watchBattery() {
  const found = await navigator.getBattery?.().catch(() => null);
  if (!found) return;
  const show = () => (battery.value = { level: found.level, charging: found.charging });
  found.addEventListener("levelchange", show);
  found.addEventListener("chargingchange", show);
  show();
}

export const isLow = ({ level, charging }) => level < LOW && !charging;

/**
 * On while `wanted()` and the page is seen; a phone that runs low may sleep. A hidden page loses the lock by itself.
 * @param {() => boolean} wanted reads signals
 */
export function keepAwake(wanted) {
  let lock = null;
  let turn = Promise.resolve();
  const follow = async (want) => {
    if (want && !document.hidden && (lock === null || lock.released))
      lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    else if (!want && lock) {
      await lock.release();
      lock = null;
    }
    awake.value = lock !== null && !lock.released;
  };
  const look = () => {
    const want = wanted() && !(battery.value && isLow(battery.value));
    turn = turn.then(() => follow(want));
  };
  effect(look);
  document.addEventListener("visibilitychange", look);
}
