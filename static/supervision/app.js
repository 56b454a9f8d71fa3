// The supervision desk: figures of every list, the desks below, the rows of one list, who was called by name.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { Age, OldBanner } from "../open_items/age.js";
import { NewLines } from "../open_items/line.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { desk, EVERY_MS, lines, list, showList, startDesk } from "./data.js";
import { KEYS } from "./keys.js";
import { Rows } from "./rows.js";
import { Calls, Desks } from "./side.js";

function Watches() {
  const watches = desk.answer.value.body?.watches ?? [];
  return html`<div class="watches" role="group" aria-label=${gettext("Lists")}>
    ${watches.map((watch) => html`<button key=${watch.code} class=${`watch ${watch.count ? watch.tone : ""}`}
      aria-pressed=${list.value === watch.code} onClick=${() => showList(watch.code)}>
      <b class="figure">${number(watch.count)}</b><span>${watch.words}</span></button>`)}
    <span class="watch-age"><${NewLines} list=${lines.list} /><${Age} reader=${desk} /></span></div>`;
}

function Page() {
  return html`<${Frame} area="supervision" title=${gettext("Supervision desk")} keys=${KEYS} kind="watch-page"
    banners=${html`<${OldBanner} reader=${desk} everyMs=${EVERY_MS} />`}>
    <${Watches} />
    <div class="watch-columns"><div class="watch-side"><${Desks} /><${Calls} /></div>
      <div class="watch-rows"><${Rows} /></div></div>
  </${Frame}>`;
}

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [startDesk] });
