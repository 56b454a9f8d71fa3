// @ts-check
// A table as a file: at once by its address, or made in the background where it is long, and then under "My files".
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey, post } from "../js/api.js";
import { refused, say } from "../js/notice.js";
import { fill } from "../js/text.js";

export const FORMS = ["csv", "xlsx"];

/** Below `/api/v1/`, without its ending. @param {string} table @param {Record<string, string>} query */
export const addressIn = (table, query, /** @type {string} */ form) =>
  `/api/v1/${table}.${form}?${new URLSearchParams(query)}`;

/** @param {string} table @param {Record<string, string>} query @param {string} form */
export async function makeLater(table, query, form) {
  try {
    const { name } = await post("exports/", { table, query, form }, { key: newKey() });
    say(fill(gettext("{name} is being made: it waits for you under My files (G B)."), { name }));
  } catch (problem) {
    refused(problem);
  }
}

/**
 * Two small links beside a title or a count; `of` more rows than `atOnce` are made in the background.
 * @param {{table: string, query: Record<string, string>, title: string, of?: number, atOnce?: number}} props
 */
export const TakeFile = ({ table, query, title, of = 0, atOnce = Infinity }) => html`<span class="take-file no-print">
  ${FORMS.map((form) => of <= atOnce ? html`<a class="row-link" key=${form} download
      href=${addressIn(table, query, form)} aria-label=${`${title}: ${form.toUpperCase()}`}>${form.toUpperCase()}</a>`
    : html`<button class="button small" key=${form} onClick=${() => makeLater(table, query, form)}>${
      fill(gettext("{form} in the background"), { form: form.toUpperCase() })}</button>`)}</span>`;
