// What is typed stays through a reload of the page: static/js/drafts.js; which crew is meant: static/console/choice.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenAmong } from "../../static/console/choice.js";

/** The page is loaded anew: the module with its memory too, the tab's store stays. */
let loads = 0;
const load = () => import(`../../static/js/drafts.js?load=${(loads += 1)}`);

test("a draft outlives the page, and a sent one does not", async () => {
  const before = await load();
  before.draft("note 1", { text: "" }).change({ text: "客户有孕妇" });
  const after = await load();
  const note = after.draft("note 1", { text: "" });
  assert.equal(note.values.value.text, "客户有孕妇");
  assert.ok(!note.isBlank());
  note.drop();
  assert.equal((await load()).draft("note 1", { text: "" }).values.value.text, "");
});

test("each name has its own words, and who asks by the same name shares them", async () => {
  const { draft } = await load();
  draft("note 2", { text: "" }).change({ text: "one" });
  assert.equal(draft("note 2", { text: "" }), draft("note 2", { text: "" }));
  assert.equal(draft("note 3", { text: "" }).values.value.text, "");
});

test("an untouched form starts from the values of the moment, a touched one keeps its own", async () => {
  const { freshDraft } = await load();
  freshDraft("restore", { at: "10:00", who: "" });
  const form = freshDraft("restore", { at: "10:05", who: "" });
  assert.equal(form.values.value.at, "10:05");
  form.change({ who: "meters" });
  assert.equal(freshDraft("restore", { at: "10:10", who: "" }).values.value.at, "10:05");
});

test("a chosen crew is followed, and never replaced by another", () => {
  const candidates = [{ crew_id: 2 }, { crew_id: 1 }];
  const chosen = (crewId, offers = []) => chosenAmong(candidates, { crewId, offers })?.crew_id ?? null;
  assert.equal(chosen(null), 2);
  assert.equal(chosen(1), 1);
  assert.equal(chosen(3), null);
  assert.equal(chosen(null, [{ status: "OFFERED", crew_id: 1 }, { status: "EXPIRED", crew_id: 2 }]), 1);
  assert.equal(chosen(null, [{ status: "OFFERED", crew_id: 9 }]), null);
});
