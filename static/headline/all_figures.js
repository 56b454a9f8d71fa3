// @ts-check
// Below the headline table: every figure of the catalogue by its group, and those that no row can give yet.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";

const catalogue = signal(/** @type {any} */ (null));

export const startCatalogue = () => void get("figures/").then((body) => (catalogue.value = body), () => {});

/** Whether a figure has a page. @param {string} code */
export const known = (code) => Boolean(catalogue.value?.figures.some((/** @type {any} */ each) => each.code === code));

/** @param {{addressOf: (code: string) => string}} props */
export function AllFigures({ addressOf }) {
  const body = catalogue.value;
  if (!body) return null;
  return html`<section class="all-figures" aria-label=${gettext("All figures")}><h2>${gettext("All figures")}</h2>
    ${body.groups.map((/** @type {any} */ group) => html`<h3 key=${group.code}>${group.label}</h3><ul>
      ${body.figures.filter((/** @type {any} */ each) => each.group === group.code).map((/** @type {any} */ each) =>
      html`<li key=${each.code}><a class="row-link" href=${addressOf(each.code)}
        title=${each.means}>${each.label}</a></li>`)}
    </ul>`)}
    ${body.missing.length > 0 && html`<details><summary>${gettext("Not counted yet, and why")}</summary>
      <dl class="missing">
      ${body.missing.map((/** @type {any} */ each) => html`<div key=${each.label}><dt>${each.label}</dt>
      <dd>${each.why}</dd></div>`)}</dl></details>`}</section>`;
}
