// What was told to the chosen crew, whether anybody there has read it, and the field for the next word.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, newKey } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { second } from "../live/store.js";
import { tell } from "./data.js";

const LONGEST = 300;

function Message({ message }) {
  const read = message.read_at
    ? fill(gettext("read {time} by {name}"), { time: shortMoment(message.read_at, second.value),
      name: message.read_by })
    : gettext("not read yet");
  return html`<li class=${message.read_at ? "" : "unread"}><p>${message.text}</p><p class="caption quiet">
    ${message.by} · ${shortMoment(message.sent_at, second.value)} · <span class="read">${read}</span></p></li>`;
}

/** @param {{messages: any[]}} props newest first */
export const Messages = ({ messages }) => messages.length > 0 && html`<section class="panel">
  <h3 class="panel-title panel-head">${gettext("Messages to the crew")}</h3>
  <ul class="crew-messages">${messages.map((message) => html`<${Message} key=${message.id} message=${message} />`)}
  </ul></section>`;

/** The words stay with their crew, and the key with the words: sent twice, they are one message. */
export function MessageField({ crew }) {
  const typed = draft(`crew message ${crew.id}`, { text: "", key: "" });
  const problem = useSignal("");
  const { text } = typed.values.value;
  const send = async (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    typed.change({ key: typed.values.peek().key || newKey() });
    try {
      await tell(crew.id, text.trim(), typed.values.peek().key);
      typed.drop();
      problem.value = "";
    } catch (refusal) {
      if (refusal instanceof ApiProblem) typed.change({ key: "" });
      problem.value = refusal instanceof ApiProblem ? refusal.sentence() : refusal.message;
    }
  };
  const leave = (event) => event.key === "Escape" && event.currentTarget.blur();
  return html`<form class="note" onSubmit=${send}><label class="sr-only" for="message-text">
    ${gettext("Message to the crew")}</label>
    ${problem.value && html`<p class="note-problem problem" role="alert">${problem.value}</p>`}
    <span class="note-line"><input class="input" id="message-text" value=${text} maxlength=${LONGEST}
      placeholder=${gettext("Write to the crew; its phone shows it")} autocomplete="off" onKeyDown=${leave}
      onInput=${(event) => typed.change({ text: event.currentTarget.value, key: "" })} /><kbd class="key"
      aria-hidden="true">N</kbd></span></form>`;
}
