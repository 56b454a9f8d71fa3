// Words and sentences for codes, as the server tells them with the page: static/js/words.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesOf, sentence, setWords, word, wordsOf } from "../../static/js/words.js";

setWords({
  skill: { LV: "Low voltage", MV: "Medium voltage" },
  why: {
    share_below: "Only {share} of {places} places; {threshold} would do.", overlap: "Also: {plans}.",
    opened: "{device} opened.", "opened.phases": "{device} opened; phase {phases} out.",
  },
});

test("a code has the word that was told, and one of a newer server is spelt", () => {
  assert.deepEqual(["LV", "LIVE_LINE", null].map(wordsOf("skill")), ["Low voltage", "live line", ""]);
  assert.equal(word("skill", "road closed", "road closed"), "road closed");
  assert.deepEqual(choicesOf("skill"), [["LV", "Low voltage"], ["MV", "Medium voltage"]]);
});

test("a sentence takes its parameters as people write them", () => {
  const params = { share: 0.123, threshold: 0.5, places: 1234 };
  assert.equal(sentence("why", "share_below", params), "Only 12% of 1,234 places; 50% would do.");
  assert.equal(sentence("why", "overlap", { plans: ["P1", "P2"] }), "Also: P1, P2.");
  assert.equal(sentence("why", "", null), "");
});

test("where phases are named it is another sentence", () => {
  assert.equal(sentence("why", "opened", { device: "Q1" }), "Q1 opened.");
  assert.equal(sentence("why", "opened", { device: "Q1", phases: "A" }), "Q1 opened; phase A out.");
});
