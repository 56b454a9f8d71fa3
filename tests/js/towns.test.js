// Places by name and by map: static/js/towns.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countyAt, nearestTown, townsNamed } from "../../static/js/towns.js";

const TOWNS = [
  { name: "丁寨乡", name_en: "Dingzhai", rank: 2, lat: 29.66, lon: 109.15 },
  { name: "高乐山镇", name_en: "Gaoleshan", rank: 1, lat: 29.6, lon: 109.1 },
  { name: "咸丰县", name_en: "Xianfeng", rank: 1, lat: 29.6, lon: 109.1 },
];
const names = (words) => townsNamed(TOWNS, words).map(({ name }) => name);

test("a town is found in a sentence, by its beginning, without its kind, and in Latin letters", () => {
  assert.deepEqual(names("咸丰高乐山老粮站旁"), ["高乐山镇", "咸丰县"]); // the longest name first
  assert.deepEqual(names("丁寨"), ["丁寨乡"]);
  assert.deepEqual(names("dingz"), ["丁寨乡"]);
  assert.deepEqual(names("丁"), []);
  assert.deepEqual(names("尖山"), []);
});

test("the nearest town is near on the ground: a degree east is shorter than one north", () => {
  const { town, km } = nearestTown(TOWNS, { lat: 29.66, lon: 109.16 });
  assert.equal(town.name, "丁寨乡");
  assert.ok(Math.abs(km - 0.966) < 0.01, String(km));
  assert.equal(nearestTown([], { lat: 0, lon: 0 }), null);
});

test("a county is the one around the place, in every part of it", () => {
  const square = (west) => [[[west, 29], [west + 1, 29], [west + 1, 30], [west, 30], [west, 29]]];
  const counties = [
    { properties: { name: "one" }, geometry: { type: "Polygon", coordinates: square(109) } },
    { properties: { name: "two" }, geometry: { type: "MultiPolygon", coordinates: [square(111), square(113)] } },
  ];
  assert.equal(countyAt(counties, { lat: 29.5, lon: 109.5 }).name, "one");
  assert.equal(countyAt(counties, { lat: 29.5, lon: 113.5 }).name, "two");
  assert.equal(countyAt(counties, { lat: 29.5, lon: 110.5 }), null);
});
