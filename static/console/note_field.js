// A note on the chosen order. What is typed stays with its order; what could not be sent is sent when the line is back.
import { html, useEffect } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { commandOrThrow } from "./commands.js";
import { reloadDetails } from "./detail_data.js";
import { link } from "../live/live.js";

const BLANK = { text: "", key: "", problem: "" };
const noteOf = (order) => draft(`note ${order.id}`, BLANK);

/** The key stays with the words: sent twice, they are one note. */
async function send(order, note) {
  const text = note.values.peek().text.trim();
  if (!text) return;
  note.change({ key: note.values.peek().key || newKey(), problem: "" });
  try {
    await commandOrThrow(order, "note", { text }, note.values.peek().key);
    note.drop();
    reloadDetails();
  } catch (problem) {
    const refused = problem instanceof ApiProblem;
    note.change({ key: refused ? "" : note.values.peek().key, problem: refused ? problem.message : "away" });
  }
}

function useSendLater(order, note) {
  const live = link.freshness.value.state === "live";
  useEffect(() => {
    if (live && note.values.peek().problem === "away") send(order, note);
  }, [live]);
}

export function NoteField({ order }) {
  const note = noteOf(order);
  const { text, problem } = note.values.value;
  useSendLater(order, note);
  const submit = (event) => {
    event.preventDefault();
    send(order, note);
  };
  const type = (event) => note.change({ text: event.currentTarget.value, key: "", problem: "" });
  const leave = (event) => event.key === "Escape" && event.currentTarget.blur();
  return html`<form class="note" onSubmit=${submit}><label class="sr-only" for="note-text">${gettext("Note")}</label>
    ${problem && html`<p class="note-problem problem" role="status">
      ${problem === "away" ? gettext("Not sent, there is no connection. It is kept and goes out by itself.") : problem}
      </p>`}
    <span class="note-line"><input class="input" id="note-text" value=${text} onInput=${type}
      placeholder=${gettext("Write a note")} maxlength="2000" autocomplete="off" onKeyDown=${leave} /><kbd class="key"
      aria-hidden="true">N</kbd></span></form>`;
}
