/** Cause in three taps: the choices change under the thumb, the path stays visible and can be taken back. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { nextChoices } from "../causes.js";
import { Icon } from "./parts.js";

export function CauseField({ chosen, onChange }) {
  const choices = nextChoices(chosen);
  return html`<fieldset class="field">
    <legend>${gettext("Cause")}</legend>
    ${chosen.length > 0 && html`<p class="path">${chosen.map((label, level) =>
      html`<button type="button" key=${level} class="pick" aria-pressed="true"
      onClick=${() => onChange(chosen.slice(0, level))}>${label}<${Icon} name="close" /></button>`)}</p>`}
    ${choices.length > 0 && html`<div class="chips">${choices.map((label) =>
      html`<button type="button" class="pick" key=${label} onClick=${() => onChange([...chosen, label])}>
      ${label}</button>`)}</div>`}
  </fieldset>`;
}
