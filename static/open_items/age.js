// How old the list is, said honestly: the time of the answer, and a banner once it is too old to be trusted.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { second } from "../live/store.js";
import { clock } from "../js/format.js";
import { fill } from "../js/text.js";
import { isOld } from "./rules.js";

export function Age({ reader }) {
  const { at, loading } = reader.answer.value;
  return html`<button class="button small quiet-button" onClick=${reader.read} aria-busy=${loading}>
    ${at ? fill(gettext("as of {time}"), { time: clock(at) }) : gettext("Reading…")}
    <kbd class="key">.</kbd></button>`;
}

export function OldBanner({ reader, everyMs }) {
  const { at, problem } = reader.answer.value;
  void second.value; // looks at the clock again with every second
  if (!problem && !isOld(at, Date.now(), everyMs)) return null;
  const words = at ? fill(gettext("This is how it was at {time}."), { time: clock(at) }) : "";
  return html`<p class="banner lost" role="alert">${problem?.message ?? gettext("The list is old.")} ${words}
    <button class="button small" onClick=${reader.read}>${gettext("Try again")}</button></p>`;
}
