// The one answer of a form that nobody gives by leaving it: each of its choices is a button that sends the form.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";

/** @param {{field: import("./form_values.js").Field, error?: string, disabled: boolean, focus: boolean}} props */
export function Verdict({ field, error, disabled, focus }) {
  const first = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => { if (focus) first.current?.focus(); }, []);
  const choices = (field.choices ?? []).filter(([code]) => code !== "");
  return html`<fieldset class="verdict"><legend>${field.label}</legend>${choices.map(([code, words], index) =>
    html`<button key=${code} class=${`button ${index === 0 ? "primary" : ""}`} name=${field.name} value=${String(code)}
      disabled=${disabled} ref=${index === 0 ? first : undefined}>${words}</button>`)}
    ${error && html`<span class="field-error" role="alert">${error}</span>`}</fieldset>`;
}
