// @ts-check
// The feed of a case: what applicant, grid manager and centre wrote to each other, and a word of one's own.
import { html, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { dayTime } from "../js/format.js";
import { may } from "../js/rights.js";
import { word } from "../js/words.js";
import { postTo, wordsFor } from "./case_data.js";

function Post(/** @type {{of: string, row: any}} */ { of, row }) {
  const photo = `/api/v1/connection-cases/${encodeURIComponent(of)}/feed/${row.id}/photo/`;
  return html`<li class="feed-post" data-side=${row.side}><p class="quiet"><b>${word("feed_side", row.side)}</b>
    ${row.author} <time>${dayTime(row.at)}</time></p>${row.text && html`<p class="feed-text">${row.text}</p>`}
    ${row.photo && html`<a href=${photo} target="_blank" rel="noopener"><img class="reply-photo" loading="lazy"
      src=${photo} alt=${gettext("Photo")} /></a>`}</li>`;
}

function Write(/** @type {{of: string}} */ { of }) {
  const typed = wordsFor(of);
  const photo = useRef(/** @type {any} */ (null));
  const busy = useSignal(false);
  const send = async (/** @type {any} */ event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    if (await postTo(of, photo.current?.files[0])) photo.current.value = "";
    busy.value = false;
  };
  const change = (/** @type {any} */ event) => typed.change({ text: event.currentTarget.value, key: "" });
  return html`<form class="feed-form" onSubmit=${send}><label class="field"><span>
      ${gettext("Write to everybody who works on this case; the applicant reads it too")}</span>
      <textarea class="input" id="feed-text" rows="2" maxlength="1000" value=${typed.values.value.text}
        onInput=${change}></textarea></label>
    <div class="form-buttons"><input type="file" accept="image/*" ref=${photo} aria-label=${gettext("Photo")} />
      <button class="button" disabled=${busy.value}>
        ${busy.value ? gettext("Sending…") : gettext("Send")}</button></div>
  </form>`;
}

/** @param {{number: string, posts: any[]}} props */
export const Feed = ({ number, posts }) => html`<section class="panel case-feed" aria-label=${gettext("Feed")}>
  <header class="panel-head"><h3 class="panel-title">${gettext("Feed")}</h3>
    <span class="quiet">${gettext("applicant, grid manager and centre")}</span></header>
  ${may("report") && html`<${Write} key=${number} of=${number} />`}
  <ol class="feed-posts">${[...posts].reverse().map((row) => html`<${Post} key=${row.id} of=${number} row=${row} />`)}
  </ol></section>`;
