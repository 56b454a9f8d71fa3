// What a desk that is read again and again shows when a step is answered meanwhile: static/open_items/reading.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { readAgain } from "../../static/open_items/reading.js";

/** A server that answers when it is told to: `answers[n](body)` answers the n-th question. */
function slowServer() {
  const answers = [];
  globalThis.location = { origin: "http://desk" };
  globalThis.document.cookie = "csrftoken=t";
  globalThis.fetch = () => new Promise((answer) => answers.push((body) => answer(Response.json(body))));
  return answers;
}

const settled = () => new Promise((done) => setImmediate(done));

test("what a step answered is not replaced by a reading that began before it", async () => {
  const answers = slowServer();
  const desk = readAgain(() => "handover/", 10_000);
  const reading = desk.read();
  desk.put({ nameless: 0 });
  answers[0]({ nameless: 3 });
  await reading;
  assert.deepEqual(desk.answer.peek(), { ...desk.answer.peek(), body: { nameless: 0 }, loading: false });
});

test("of two readings the later one counts, whichever answers first", async () => {
  const answers = slowServer();
  const desk = readAgain(() => "handover/", 10_000);
  const readings = [desk.read(), desk.read()];
  answers[1]({ nameless: 1 });
  await settled();
  answers[0]({ nameless: 3 });
  await Promise.all(readings);
  assert.deepEqual(desk.answer.peek().body, { nameless: 1 });
});
