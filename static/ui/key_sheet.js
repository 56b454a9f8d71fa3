// "?": every key of the page.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { areas } from "./areas.js";
import { Dialog } from "./dialog.js";
import { rowsOf, sheetOpen, singleKeys, switchSingleKeys } from "./keys.js";

const Key = ({ shown, words }) => html`<div><dt><kbd class="key">${shown}</kbd></dt><dd>${words}</dd></div>`;

/** @param {{keys: import("./keys.js").Keys}} props the page's */
export function KeySheet({ keys }) {
  return html`<${Dialog} open=${sheetOpen.value} kind="keys" label=${gettext("Keys")}
    onClose=${() => (sheetOpen.value = false)}>
    <form method="dialog"><header><h2>${gettext("Keys")}</h2><button class="button small">
      ${gettext("Close")}</button></header></form>
    <label class="field tick"><input type="checkbox" checked=${singleKeys.value} onChange=${switchSingleKeys} />
      <span>${gettext("Single keys are commands")} <span class="quiet">
      ${gettext("Off: Enter, arrows, Esc and the keys with Ctrl still are.")}</span></span></label>
    <dl>${rowsOf(keys).map(([, shown, words]) => html`<${Key} shown=${shown} words=${words()} />`)}
      ${areas().map((area) => html`<${Key} shown=${`G ${area.key.toUpperCase()}`}
        words=${fill(gettext("go to: {area}"), { area: area.word() })} />`)}
      <${Key} shown="Ctrl K" words=${gettext("find anything: order, crew, customer, screen, step")} />
      <${Key} shown="Ctrl Z" words=${gettext("take the last step back, for ten seconds")} />
      <${Key} shown="F6" words=${gettext("next region")} /></dl>
  </${Dialog}>`;
}
