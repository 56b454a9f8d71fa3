// A reconnecting client of the push protocol: epoch + seq resume, heartbeats, back-off, freshness.
//   const link = connect("/ws/console/", { onFrame, resume: true });   link.freshness.value.state
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

// A restart takes some five seconds: until then and a little longer it is asked about every second, then ever more
// rarely.
const BACK_OFF_S = [0.5, 1, 1, 1, 1, 1.5, 1.5, 2, 2, 3, 4, 8, 15];
const LATE_MS = 6_000;
const LOST_MS = 20_000;
const SIGN_IN_AGAIN = 4401;
const RIGHTS_CHANGED = 4403;
const NO_AREA = 4404;

/** Seconds to wait before attempt n (0…), ±30 % so that a restarted server is not hit by everybody at once. */
export function backOffSeconds(attempt, random = Math.random) {
  return BACK_OFF_S[Math.min(attempt, BACK_OFF_S.length - 1)] * (0.7 + 0.6 * random());
}

/** "live" ≤ 6 s since the last frame, "late" ≤ 20 s, then "lost"; "connecting" before the first frame. */
export function freshnessState(heardAt, now) {
  if (heardAt === null) return "connecting";
  const age = now - heardAt;
  return age > LOST_MS ? "lost" : age > LATE_MS ? "late" : "live";
}

/**
 * @param {string} path
 * @param {{onFrame: (frame: any) => void, onDrop?: () => void, resume?: boolean, onRefused?: (code: number) => void}}
 *   options
 *   `onDrop`: what is held is about to be replaced by a snapshot (server cannot resume, rights changed).
 *   `onRefused`: 4401 not signed in, 4403 no right to be here, 4404 an account without an area; the link has given up.
 *   Default: the sign-in page, or the words of why.
 */
export function connect(path, options) {
  return new Link(path, options).start();
}

class Link {
  constructor(path, { onFrame, onDrop = () => {}, resume = false, onRefused = leaveForLogin }) {
    Object.assign(this, { path, onFrame, onDrop, resume, onRefused });
    this.epoch = null;
    this.seq = null;
    this.attempt = 0;
    this.heardAt = null; // performance.now() of the last frame
    this.offsetMs = 0; // server clock − this clock
    this.freshness = signal({ state: "connecting", ageMs: 0, attempt: 0, heardAt: null });
  }

  start() {
    this.open();
    this.ticking = setInterval(() => this.tick(), 500);
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    return this;
  }

  /** The server's present moment, in milliseconds. */
  now() {
    return Date.now() + this.offsetMs;
  }

  url() {
    const url = new URL(this.path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    if (this.resume && this.seq !== null) {
      url.searchParams.set("after", this.seq);
      url.searchParams.set("epoch", this.epoch);
    }
    return url;
  }

  open() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.openedAt = performance.now();
    this.entered = false;
    const socket = (this.socket = new WebSocket(this.url()));
    socket.onmessage = (message) => socket === this.socket && this.hear(JSON.parse(message.data));
    socket.onclose = (event) => socket === this.socket && this.closed(event.code);
  }

  hear(frame) {
    this.heardAt = performance.now();
    this.attempt = 0;
    if (frame.at && frame.type !== "positions") this.offsetMs = Date.parse(frame.at) - Date.now();
    if (frame.type === "resync") return this.startOver();
    if (frame.type === "hello") this.greet(frame);
    if (frame.type !== "hello" && frame.seq > (this.seq ?? -1)) this.seq = frame.seq;
    this.onFrame(frame);
    this.tick();
  }

  /** A new epoch numbers its events anew: what we counted is worth nothing, a snapshot follows. */
  greet(frame) {
    this.entered = true;
    if (this.epoch !== null && this.epoch !== frame.epoch) this.forget();
    this.epoch = frame.epoch;
  }

  forget() {
    this.epoch = this.seq = null;
    this.onDrop();
  }

  startOver() {
    this.forget();
    this.abandon();
    this.open();
  }

  /** Lets go of the socket without waiting for its close: a dead network would keep us waiting for a minute. */
  abandon() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  closed(code) {
    if (code === SIGN_IN_AGAIN || code === NO_AREA || (code === RIGHTS_CHANGED && !this.entered))
      return this.refused(code);
    if (code === RIGHTS_CHANGED) this.forget();
    this.waiting = setTimeout(() => this.open(), backOffSeconds(this.attempt) * 1000);
    this.attempt += 1;
    this.tick();
  }

  refused(code) {
    this.close();
    this.onRefused(code);
  }

  /** Signed in again: the link that had given up takes up where it stood. */
  reopen() {
    this.close();
    this.attempt = 0;
    this.ticking = setInterval(() => this.tick(), 500);
    this.open();
  }

  /** Says something that may be lost. */
  say(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** The network is back or somebody looks again: do not sit out the back-off. */
  hurry() {
    if (this.waiting) this.open();
  }

  tick() {
    const now = performance.now();
    const state = freshnessState(this.heardAt, now);
    // A silent socket is a dead one, open or still opening (a laptop that slept, a proxy that forgot us).
    if (this.socket && !this.waiting && now - Math.max(this.openedAt, this.heardAt ?? 0) > LOST_MS) {
      this.abandon();
      return this.closed(0);
    }
    const ageMs = this.heardAt === null ? 0 : now - this.heardAt;
    const shown = { state, ageMs, attempt: this.attempt, heardAt: this.heardAt === null ? null : this.now() - ageMs };
    if (worthShowing(shown, this.freshness.value)) this.freshness.value = shown;
  }

  close() {
    clearInterval(this.ticking);
    clearTimeout(this.waiting);
    this.abandon();
  }
}

function worthShowing(next, shown) {
  return next.state !== shown.state || next.attempt !== shown.attempt || Math.abs(next.ageMs - shown.ageMs) >= 300;
}

export function leaveForLogin(code) {
  if (code === NO_AREA) return sayNoArea();
  location.assign(`/login/?next=${encodeURIComponent(location.pathname)}`);
}

/** Signing in again would not help: an administrator has to give the account its unit. */
function sayNoArea() {
  const words = document.createElement("p");
  words.className = "no-area";
  words.role = "alert";
  words.textContent = gettext(
    "This account has no unit, so there is nothing it may see. Ask your administrator to enter its unit.",
  );
  document.body.prepend(words);
}
