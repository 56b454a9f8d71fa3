// The frame of every desk page: what it is told with the page, its line to the server, header, banners, keys.
import { html, render } from "../vendor/preact/11.2.0/preact.mjs";
import "../js/text.js";
import { notice } from "../js/notice.js";
import { setRights } from "../js/rights.js";
import { setStates } from "../js/states.js";
import { setUnitNames, setWords } from "../js/words.js";
import { link, startLive } from "../live/live.js";
import { StaleBanner } from "./freshness.js";
import { KeySheet } from "./key_sheet.js";
import { listenForKeys } from "./keys.js";
import { Palette } from "./palette.js";
import { SessionBanner, SignInAgain } from "./sign_in_again.js";
import { TopBar } from "./top_bar.js";
import { UndoBar } from "./undo.js";

/**
 * Begins what the page lives on, in this order, and draws it.
 *
 * @param {HTMLElement} element
 * @param {any} props what the server told with the page
 * @param {{page: any, keys: import("./keys.js").Keys, start: ((props: any) => void)[]}} screen
 */
export function mountScreen(element, props, { page, keys, start }) {
  setRights(props.rights);
  setStates(props.states, props.kinds);
  setWords(props.words);
  setUnitNames(props.unit_names);
  startLive(props.socket, props.person_id);
  for (const begin of start) begin(props);
  listenForKeys(keys);
  render(html`<${page} />`, element);
}

/** Whether what is shown is older than its line should allow. */
export const isStale = () => link.freshness.value.state === "lost";

/**
 * @param {{area: string, title: string, keys: import("./keys.js").Keys, children: any, kind?: string, search?: any,
 *   beside?: any, banners?: any, dialogs?: any}} props `beside` stands in the header before the search
 */
export function Frame({ area, title, keys, children, kind = "", search, beside, banners, dialogs }) {
  return html`<div class=${`board-grid ${kind}`}>
    <${TopBar} area=${area} search=${search}>${beside}</${TopBar}>
    <main id="main" class="board-main">
      <h1 class="sr-only">${title}</h1>
      <${SessionBanner} /><${StaleBanner} />${banners}
      ${children}
      <p class=${`notice ${notice.value?.tone ?? ""}`} role="status" hidden=${!notice.value}>${notice.value?.text}</p>
      <${UndoBar} />
    </main>
    ${dialogs}<${KeySheet} keys=${keys} /><${Palette} keys=${keys} /><${SignInAgain} />
  </div>`;
}
