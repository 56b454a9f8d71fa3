// @ts-check
// The call is filed: what to say to the caller, and on to the next one.
import { html, useEffect } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { addressOfOrder } from "../ui/areas.js";
import { focusOn } from "../ui/keys.js";
import { linkSent, nextCall, sendLink, told } from "./data.js";
import { sentenceOf } from "./sentence.js";

export function Done() {
  const values = told.values.value;
  useEffect(focusOn("#next-call"), []);
  return html`<section class="call-form call-done" aria-label=${gettext("To be read out")}>
    <h2 class="quiet">${gettext("To be read out")}</h2>
    <p class="call-sentence" role="status">${sentenceOf(values)}</p>
    ${values.trouble && html`<p class="problem" role="alert">
      ${fill(gettext("For you: {trouble}"), { trouble: values.trouble })}</p>`}
    ${values.link && html`<p class="call-link" role="status">${linkSent.value ? linkSent.value :
      gettext("While they are on the line: send the link, so that they show where it is dark and send a photo.")}</p>`}
    <div class="form-buttons">${values.link && html`<button class="button" id="send-link" onClick=${sendLink}>
      ${gettext("Send the link")} <kbd class="key">L</kbd></button>`}
      <button class="button primary" id="next-call" onClick=${nextCall}>
      ${gettext("Next call")} <kbd class="key">N</kbd></button>
      <a class="button" href=${addressOfOrder(values.number)}>${gettext("Open the order")}</a></div></section>`;
}
