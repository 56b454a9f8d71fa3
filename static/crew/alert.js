/** A new offer is heard and felt. Browsers allow sound only after a touch, so the first touch opens it. */
let audio = null;

export function allowSoundOnFirstTouch() {
  addEventListener("pointerdown", () => { audio ??= new AudioContext(); audio.resume(); }, { once: true });
}

/** Two rising notes and a double buzz; silent where the phone does not permit it. */
export function alertCrew() {
  navigator.vibrate?.([300, 120, 300]);
  if (audio?.state !== "running") return;
  note(784, 0);
  note(1047, 0.18);
}

function note(hertz, delay) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const start = audio.currentTime + delay;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.4);
}
