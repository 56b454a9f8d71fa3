/** Whether the centre can see the crew; said in words, because a lost permission is easy to miss. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { place } from "../store.js";
import { Icon } from "./parts.js";

const WORDS = {
  asking: () => gettext("Please allow this page to use your position."),
  on: () => gettext("The centre sees your position until you send the report."),
  denied: () => gettext("Position blocked: allow it in the browser's settings for this page."),
  unavailable: () => gettext("No position on this phone: tell the centre where you are by phone."),
};

export function Position() {
  const text = WORDS[place.value.state];
  if (!text) return null;
  return html`<p class="position" data-state=${place.value.state}><${Icon} name="map" /><span>${text()}</span></p>`;
}
