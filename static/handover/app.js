// The hand-over of a shift: my desk while I give it away, and the record that the next one reads.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Age, OldBanner } from "../open_items/age.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { desk, EVERY_MS, opened, startDesk } from "./data.js";
import { MyDesk } from "./desk.js";
import { KEYS } from "./keys.js";
import { Record } from "./record.js";

function Page() {
  return html`<${Frame} area="handover" title=${gettext("Shift hand-over")} keys=${KEYS} kind="watch-page"
    beside=${html`<${Age} reader=${desk} />`} banners=${html`<${OldBanner} reader=${desk} everyMs=${EVERY_MS} />`}>
    ${opened.value ? html`<${Record} />` : html`<${MyDesk} />`}
  </${Frame}>`;
}

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [startDesk] });
