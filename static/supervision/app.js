// The supervision desk: figures of every list, the desks below, the rows of one list, who was called by name.
import { html, render } from "../vendor/preact/11.2.0/preact.mjs";
import "../js/text.js";
import { notice } from "../console/commands.js";
import { StaleBanner } from "../console/freshness.js";
import { KeySheet } from "../console/key_sheet.js";
import { startLive } from "../console/live.js";
import { setRights } from "../console/rights.js";
import { SessionBanner, SignInAgain } from "../console/sign_in_again.js";
import { setStates } from "../console/states.js";
import { TopBar } from "../console/top_bar.js";
import { number } from "../js/format.js";
import { Age, OldBanner } from "../open_items/age.js";
import { desk, EVERY_MS, list, showList, startDesk } from "./data.js";
import { KEYS, startKeys } from "./keys.js";
import { Rows } from "./rows.js";
import { Calls, Desks } from "./side.js";

function Watches() {
  const watches = desk.answer.value.body?.watches ?? [];
  return html`<div class="watches" role="group" aria-label=${gettext("Lists")}>
    ${watches.map((watch) => html`<button key=${watch.code} class=${`watch ${watch.count ? watch.tone : ""}`}
      aria-pressed=${list.value === watch.code} onClick=${() => showList(watch.code)}>
      <b class="figure">${number(watch.count)}</b><span>${watch.words}</span></button>`)}
    <${Age} reader=${desk} /></div>`;
}

function Page() {
  return html`<div class="board-grid watch-page">
    <${TopBar} area="supervision" />
    <main id="main" class="board-main">
      <h1 class="sr-only">${gettext("Supervision desk")}</h1>
      <${SessionBanner} /><${StaleBanner} /><${OldBanner} reader=${desk} everyMs=${EVERY_MS} />
      <${Watches} />
      <div class="watch-columns"><div class="watch-side"><${Desks} /><${Calls} /></div>
        <div class="watch-rows"><${Rows} /></div></div>
      <p class=${`notice ${notice.value?.tone ?? ""}`} role="status" hidden=${!notice.value}>${notice.value?.text}</p>
    </main>
    <${KeySheet} keys=${KEYS} /><${SignInAgain} />
  </div>`;
}

export function mount(element, props) {
  setRights(props.rights);
  setStates(props.states);
  startLive(props.socket, props.person_id);
  startDesk();
  startKeys();
  render(html`<${Page} />`, element);
}
