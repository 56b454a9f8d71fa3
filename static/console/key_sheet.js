// "?": every key of the page.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { areas } from "./areas.js";
import { sheetOpen } from "./key_listener.js";

/** @param {{keys: any[][]}} props the page's table */
export function KeySheet({ keys }) {
  const dialog = useRef(null);
  useEffect(() => {
    if (sheetOpen.value) dialog.current?.showModal();
  }, [sheetOpen.value]);
  if (!sheetOpen.value) return null;
  return html`<dialog class="dialog keys" ref=${dialog} onClose=${() => (sheetOpen.value = false)}
    aria-labelledby="keys-title">
    <form method="dialog"><header><h2 id="keys-title">${gettext("Keys")}</h2><button class="button small">
      ${gettext("Close")}</button></header></form>
    <dl>${keys.map(([, shown, words]) => html`<div><dt><kbd class="key">${shown}</kbd></dt><dd>${words()}</dd></div>`)}
      ${areas().map((area) => html`<div><dt><kbd class="key">G ${area.key.toUpperCase()}</kbd></dt><dd>
      ${fill(gettext("go to: {area}"), { area: area.word() })}</dd></div>`)}<div><dt><kbd class="key">F6</kbd></dt><dd>
      ${gettext("next region")}</dd></div></dl>
  </dialog>`;
}
