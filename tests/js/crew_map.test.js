// The small map of a job: static/crew/surroundings.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bearing, gridOf, gridPath, HIGH, metresFrom, namesIn, outline, placed, viewOf, WIDE, zoomed,
} from "../../static/crew/surroundings.js";

const JOB = { lat: 29.67, lon: 109.14 };
const CREW = { lat: 29.655, lon: 109.1 };

test("both places stand inside the map, the job alone in its middle", () => {
  const place = placed(viewOf(JOB, CREW));
  for (const [x, y] of [place(JOB), place(CREW)]) assert.ok(x > 30 && x < WIDE - 30 && y > 20 && y < HIGH - 20);
  assert.deepEqual(placed(viewOf(JOB, null))(JOB), [WIDE / 2, HIGH / 2]);
});

test("a degree of latitude is 111 km, one of longitude less by the cosine", () => {
  const [east, south] = metresFrom(JOB, { lat: JOB.lat - 0.01, lon: JOB.lon + 0.01 });
  assert.ok(Math.abs(south - 1112) < 1 && Math.abs(east - 966) < 1);
});

test("the grid is 500 m near by and never a wall of lines", () => {
  const near = viewOf(JOB, CREW);
  assert.equal(gridOf(near), 500);
  const far = zoomed(near, 10);
  assert.equal(gridOf(far), 5_000);
  assert.ok(gridPath(near, JOB).split("M").length < 60);
  const [x] = placed(near)(JOB);
  assert.ok(gridPath(near, JOB).includes(`M${Math.round(x * 10) / 10} 0V`), "the job lies on a crossing");
});

test("only what comes near is drawn, and names do not lie over each other", () => {
  const view = viewOf(JOB, CREW);
  const line = (...coordinates) => ({ geometry: { type: "LineString", coordinates } });
  assert.equal(outline([line([112, 31], [112.1, 31.1])], view), "");
  assert.match(outline([line([109, 29.6], [109.3, 29.7])], view), /^M/);
  const town = (name, rank, dLat) => ({ name, name_en: name, rank, lat: JOB.lat - 0.006 + dLat, lon: JOB.lon - 0.02 });
  const shown = namesIn([town("乙", 2, 0.0004), town("甲", 1, 0), town("远", 1, 3)], view);
  assert.deepEqual(shown.map(({ town: { name } }) => name), ["甲"]);
});

test("the direction is that of the compass", () => {
  const to = (lat, lon) => bearing(JOB, { lat: JOB.lat + lat, lon: JOB.lon + lon });
  assert.deepEqual([to(1, 0), to(1, 1.15), to(0, 1), to(-1, 0), to(0, -1), to(1, -1.15)], [0, 1, 2, 4, 6, 7]);
});
