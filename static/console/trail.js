// The way that a crew went, asked for when somebody wants to see it: of a crew, or of the crews of an order; and its
// playback.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { selected } from "./selection.js";
import { SPEEDS, spanOf } from "./trail_rules.js";
import { named } from "../js/names/names.js";

const FRAME_MS = 250; // the map is drawn anew four times a second at most: without a graphics card each time costs

/** null, or {about, name, legs, steps, span, loading, problem}; `about` is "crew/5" or "order/2026…". */
export const trail = signal(null);
/** The moment that is shown, in milliseconds. */
export const shownAt = signal(0);
export const playing = signal(false);
export const speed = signal(SPEEDS[1]);

let asking = null;

const address = (about) => {
  const [kind, id] = about.split("/");
  return kind === "crew" ? `crews/${id}/trail/` : `work-orders/${encodeURIComponent(id)}/trail/`;
};

async function open(about, name) {
  asking?.abort();
  asking = new AbortController();
  const { signal: stopped } = asking;
  playing.value = false;
  trail.value = { about, name, legs: [], steps: [], span: null, loading: true, problem: null };
  try {
    const { legs, steps } = await get(address(about), undefined, { signal: stopped });
    if (stopped.aborted) return;
    const span = spanOf(legs);
    shownAt.value = span?.end ?? 0;
    trail.value = { about, name, legs, steps, span, loading: false, problem: null };
  } catch (problem) {
    if (!stopped.aborted) trail.value = { ...trail.peek(), loading: false, problem };
  }
}

export function closeTrail() {
  asking?.abort();
  playing.value = false;
  trail.value = null;
}

/** @param {string} about @param {string} name of the crew, or of the order */
export const toggleTrail = (about, name) => (trail.peek()?.about === about ? closeTrail() : void open(about, name));

/** The way of the crew that has the chosen order. */
export function toggleTrailOfSelected() {
  const order = selected.peek();
  if (order?.crew) toggleTrail(`order/${order.number}`, named(order.crew.name));
}

export function togglePlaying() {
  const span = trail.peek()?.span;
  if (!span) return;
  if (!playing.peek() && shownAt.peek() >= span.end) shownAt.value = span.start;
  playing.value = !playing.peek();
}

export const goTo = (at) => {
  playing.value = false;
  shownAt.value = at;
};

effect(() => {
  if (!playing.value) return;
  const timer = setInterval(() => {
    const end = trail.peek()?.span?.end ?? 0;
    shownAt.value = Math.min(end, shownAt.peek() + FRAME_MS * speed.peek());
    if (shownAt.peek() >= end) playing.value = false;
  }, FRAME_MS);
  return () => clearInterval(timer);
});

// The way of an order belongs to that order: with another one chosen it would be taken for the other's.
effect(() => {
  const order = selected.value;
  const about = trail.peek()?.about ?? "";
  if (about.startsWith("order/") && about !== `order/${order?.number}`) closeTrail();
});
