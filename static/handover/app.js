// The hand-over of a shift: my desk while I give it away, and the record that the next one reads.
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
import { Age, OldBanner } from "../open_items/age.js";
import { desk, EVERY_MS, opened, startDesk } from "./data.js";
import { MyDesk } from "./desk.js";
import { KEYS, startKeys } from "./keys.js";
import { Record } from "./record.js";

function Page() {
  return html`<div class="board-grid watch-page">
    <${TopBar} area="handover"><${Age} reader=${desk} /></${TopBar}>
    <main id="main" class="board-main">
      <h1 class="sr-only">${gettext("Shift hand-over")}</h1>
      <${SessionBanner} /><${StaleBanner} /><${OldBanner} reader=${desk} everyMs=${EVERY_MS} />
      ${opened.value ? html`<${Record} />` : html`<${MyDesk} />`}
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
