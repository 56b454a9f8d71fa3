// Connects the store to the socket: frame type → what it does to the board.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { socketSignedOut, startSession, whenBack } from "../js/session.js";
import { connect, leaveForLogin } from "../js/socket.js";
import { forgetLookers, hearLooker } from "./presence.js";
import { startFallback } from "./fallback.js";
import { kpis, putCard, putPositions, putSnapshot, second, user } from "./store.js";

/** "已恢复，补 214 条": number of cards caught up after a break, shown for four seconds; null otherwise. */
export const caughtUp = signal(null);
/** The one connection of the page; its `freshness` is a signal. */
export let link = null;

let wasLost = false;
let missed = 0;

const HANDLERS = {
  hello: (frame) => {
    user.value = frame.user;
    forgetLookers(); // who still looks is told again
  },
  looking: hearLooker,
  snapshot: (frame) => {
    missed += frame.orders.length;
    putSnapshot(frame);
    second.value = link.now(); // what looks at the clock looks at once
  },
  cards: (frame) => {
    missed += frame.items.length;
    for (const item of frame.items) putCard(item.card);
  },
  positions: (frame) => putPositions(frame.items),
  kpis: (frame) => (kpis.value = frame.values),
  heartbeat: () => sayCaughtUp(),
};

// The first heartbeat after a break says that everything before it has been sent.
function sayCaughtUp() {
  if (wasLost) {
    caughtUp.value = missed;
    setTimeout(() => (caughtUp.value = null), 4000);
  }
  wasLost = false;
  missed = 0;
}

const NOT_SIGNED_IN = 4401;

/** @param {string} path @param {number|undefined} personId whose page this is */
export function startLive(path, personId) {
  startSession(personId);
  const onRefused = (code) => (code === NOT_SIGNED_IN ? socketSignedOut() : leaveForLogin(code));
  link = connect(path, { resume: true, onFrame: (frame) => HANDLERS[frame.type]?.(frame), onRefused });
  whenBack(() => link.reopen());
  startFallback(link);
  link.freshness.subscribe(({ state }) => (wasLost ||= state === "lost"));
  setInterval(() => (second.value = link.now()), 1000);
  second.value = link.now();
}
