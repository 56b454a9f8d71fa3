// Who is asked whether they take an order over: a walk of boards whose words come late, and the question itself.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.location = { origin: "http://test", href: "http://test/", search: "", pathname: "/" };
globalThis.window = globalThis;
globalThis.addEventListener ??= () => {};

const { mayGoOn, answerOf } = await import("../../static/console/take_over.js");
const { aheadOf, forgetLookers, hearLooker, lookers } = await import("../../static/live/presence.js");
const { person } = await import("../../static/js/session.js");

/** A number between 0 and 1 from a seed, always the same ones (mulberry32). */
const diceOf = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** Some desks on one order; the server says when each opened it, and each board hears its words in order, but later. */
class Room {
  constructor(desks) {
    this.boards = Array.from({ length: desks }, () => ({ heard: new Map(), waiting: [] }));
    this.opened = new Map(); // desk → when, by the server
    this.clock = 0;
  }

  tell(desk, lasts) {
    const since = new Date(1e12 + (this.opened.get(desk) ?? 0) * 1000).toISOString();
    for (const board of this.boards) board.waiting.push({ order: 1, person: desk + 1, name: `P${desk}`, lasts, since });
  }

  open(desk, after) {
    if (!this.opened.has(desk)) this.opened.set(desk, (this.clock += after));
    this.tell(desk, 30);
  }

  leave(desk) {
    if (!this.opened.has(desk)) return;
    this.tell(desk, 0);
    this.opened.delete(desk);
  }

  hear(desk, count = Infinity) {
    const board = this.boards[desk];
    this.at(desk, () => board.waiting.splice(0, count).forEach((frame) => hearLooker(frame)));
  }

  /** What the page of a desk answers. */
  at(desk, work) {
    lookers.value = this.boards[desk].heard;
    const answer = work();
    this.boards[desk].heard = lookers.peek();
    forgetLookers();
    return answer;
  }

  asked(desk) {
    return this.at(desk, () => aheadOf(1, desk + 1, performance.now()).map(({ id }) => id - 1));
  }
}

test("whatever comes late, of all who are at an order exactly the first is not asked once everybody has heard", () => {
  for (let seed = 0; seed < 400; seed += 1) {
    const dice = diceOf(seed);
    const room = new Room(2 + Math.floor(dice() * 2));
    const any = () => Math.floor(dice() * room.boards.length);
    for (let step = 0; step < 30; step += 1) {
      const what = dice();
      if (what < 0.35) room.open(any(), Math.floor(dice() * 2));
      else if (what < 0.5) room.leave(any());
      else room.hear(any(), 1 + Math.floor(dice() * 3));
    }
    room.boards.forEach((_, desk) => room.hear(desk));
    const when = (desk) => room.opened.get(desk);
    const there = [...room.opened.keys()].sort((one, other) => when(one) - when(other) || one - other);
    for (const [place, desk] of there.entries())
      assert.deepEqual(room.asked(desk).sort(), there.slice(0, place).sort(), `seed ${seed}`);
  }
});

test("of two questions the elder has been left, neither waits for ever, and nobody is asked twice", async () => {
  person.value = { id: 2, name: "Mei" };
  for (const order of [1, 2]) hearLooker({ order, person: 1, name: "Lin", lasts: 30, since: "2026-07-01T00:00:00Z" });
  const first = mayGoOn({ id: 1 });
  const second = mayGoOn({ id: 2 });
  answerOf(true);
  assert.deepEqual(await Promise.all([first, second]), [false, true]);
  assert.equal(await mayGoOn({ id: 2 }), true, "asked once");
  forgetLookers();
});
