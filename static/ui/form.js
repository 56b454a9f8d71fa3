// The one form: fields as the server tells them or as a screen names them, drawn from a draft that keeps what is typed.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";

const INPUT = { moment: "datetime-local", number: "number" };

/** What the person types goes into the draft. @param {any} typed @param {string} name */
const writer = (typed, name) => ({
  text: (event) => typed.change({ [name]: event.currentTarget.value }),
  tick: (event) => typed.change({ [name]: String(event.currentTarget.checked) }),
});

function Control({ field, typed, common, write }) {
  const value = typed.values.value[field.name] ?? "";
  if (field.choices?.length > 0)
    return html`<select ...${common} value=${value} onChange=${write.text}>
      ${field.choices.map(([code, word]) => html`<option value=${String(code)}>${word}</option>`)}</select>`;
  if (field.type === "meters" || field.type === "area")
    return html`<textarea ...${common} value=${value} onInput=${write.text} rows="3"></textarea>`;
  return html`<input ...${common} value=${value} onInput=${write.text} type=${INPUT[field.type] ?? "text"}
    autocomplete="off" />`;
}

/**
 * @param {{field: import("./form_values.js").Field & {more?: object}, typed: any, error?: string,
 *   focus?: boolean}} props `typed` is a draft (js/drafts.js); `more` are attributes of the control
 */
export function Field({ field, typed, error = "", focus = false }) {
  const input = useRef(null);
  useEffect(() => { if (focus) input.current?.focus(); }, []);
  const write = writer(typed, field.name);
  if (field.type === "yes_no" && !field.choices?.length)
    return html`<label class="field tick"><input type="checkbox" name=${field.name} ref=${input}
      checked=${typed.values.value[field.name] === "true"} onChange=${write.tick} />
      <span>${field.label}</span></label>`;
  const common = {
    class: "input", name: field.name, required: field.required, maxlength: field.most, ref: input,
    "aria-invalid": error ? "true" : undefined, ...field.more,
  };
  return html`<label class="field"><span>${field.label}</span>
    <${Control} field=${field} typed=${typed} common=${common} write=${write} />
    ${error && html`<span class="field-error" role="alert">${error}</span>`}</label>`;
}
