// One run at a time, and one more for whoever asked meanwhile: static/js/single_flight.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { singleFlight } from "../../static/js/single_flight.js";

/** Work that ends when it is told to: `ends[n]()`. */
function slowWork() {
  const ends = [];
  const run = singleFlight(() => new Promise((done, failed) => ends.push(Object.assign(done, { failed }))));
  return { run, ends };
}

const settled = () => new Promise((done) => setImmediate(done));

test("who asks while it runs gets one more run, however often they ask", async () => {
  const { run, ends } = slowWork();
  const asked = [run(), run(), run()];
  assert.equal(ends.length, 1);
  ends[0]();
  await settled();
  assert.equal(ends.length, 2);
  ends[1]();
  await Promise.all(asked);
  assert.equal(ends.length, 2);
});

for (const breaths of [0, 1, 2, 3, 4, 5])
  test(`who asks ${breaths} microtasks after the work ended is not forgotten`, async () => {
    let runs = 0;
    const ended = Promise.resolve();
    const run = singleFlight(() => ((runs += 1), ended));
    const flown = run();
    for (let breath = 0; breath < breaths; breath += 1) await null;
    const asked = run();
    await Promise.all([flown, asked]);
    assert.equal(runs, 2);
  });

test("work that throws lets the next run begin", async () => {
  const { run, ends } = slowWork();
  const broken = run();
  ends[0].failed(new Error("the store is full"));
  await assert.rejects(broken);
  run();
  assert.equal(ends.length, 2);
});
