// The shift desk: who is on duty, where, with how much in hand and since when; the board's socket keeps the lines new.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { OldBanner } from "../open_items/age.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { KeyLine } from "../ui/parts.js";
import { SearchField } from "../ui/search_field.js";
import { ask, chosen, desk, EVERY_MS, question, startDesk } from "./data.js";
import { KEYS } from "./keys.js";
import { CrewPanel } from "./panel.js";
import { Rows } from "./rows.js";
import { Tools } from "./tools.js";

const keyLine = () => [
  ["J K", gettext("move")], ["C", gettext("call")], ["N", gettext("write")], ["1–5", gettext("sort")],
];

function Page() {
  const search = html`<${SearchField} label=${gettext("Search the crews")} hint=${gettext("Crew / unit / place")}
    value=${question.value.search} onSearch=${(text) => ask({ search: text })} />`;
  return html`<${Frame} area="crews" title=${gettext("Shift desk")} keys=${KEYS} search=${search}
    kind=${`crew-page ${chosen.value === null ? "" : "has-detail"}`}
    banners=${html`<${OldBanner} reader=${desk} everyMs=${EVERY_MS} />`}>
    <${Tools} />
    <div class="crew-columns"><section class="crew-list" aria-label=${gettext("Crews on duty")}><${Rows} />
      <${KeyLine} keys=${keyLine()} /></section>
      <${CrewPanel} /></div>
  </${Frame}>`;
}

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [startDesk] });
