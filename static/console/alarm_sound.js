// Grade 1 is heard: at once, and again every minute until somebody has acknowledged it. A switch keeps it quiet here.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { openLines } from "./alarms.js";
import { loaded } from "../live/store.js";

const STORED = "alarm-sound";
const AGAIN_MS = 60_000;
const NOTES = [[880, 0], [660, 0.22], [880, 0.44]]; // hertz, seconds from the start

/** false: this browser is to be silent. */
export const soundOn = signal(localStorage.getItem(STORED) !== "off");
/** Browsers allow sound only after somebody has touched the page. */
export const soundAllowed = signal(false);

let audio = null;
let heard = new Set();

export function switchSound() {
  soundOn.value = !soundOn.value;
  localStorage.setItem(STORED, soundOn.value ? "on" : "off");
}

async function allow() {
  audio ??= new AudioContext();
  await audio.resume();
  soundAllowed.value = audio.state === "running";
}

function ring() {
  if (!soundOn.peek() || audio?.state !== "running") return;
  for (const [hertz, delay] of NOTES) note(hertz, audio.currentTime + delay);
  document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang ?? 0) + 1);
}

function note(hertz, start) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.2, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.2);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.22);
}

const grave = () => openLines.peek().flatMap((line) => line.open).filter((alarm) => alarm.grade === 1);

export function startSound() {
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, allow, { once: true });
  effect(() => {
    void (openLines.value, loaded.value, soundAllowed.value);
    const now = grave();
    if (now.some((alarm) => !heard.has(alarm.id))) ring();
    // What nobody could hear is not heard.
    if (soundAllowed.value) heard = new Set(now.map((alarm) => alarm.id));
  });
  setInterval(() => grave().length && ring(), AGAIN_MS);
}
