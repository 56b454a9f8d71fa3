// @ts-check
// The units of which figures are told: one's whole area, its cities and their counties.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";

export const units = signal(/** @type {any[]} */ ([]));

const ALL = { level: "CITY_CENTRE,COUNTY_CENTRE", limit: "200", ordering: "path" };

export const readUnits = () => void get("units/", ALL).then((body) => (units.value = body.results), () => {});

const english = () => document.documentElement.lang === "en";
/** @param {any} unit */
const nameOf = (unit) => (english() && unit.name_en) || unit.name;

/**
 * `name`: of the chosen one, where it is none of these.
 * @param {{chosen: string, name?: string, choose: (code: string) => void}} props
 */
export function UnitChoice({ chosen, name, choose }) {
  const known = units.value;
  const missing = chosen && !known.some((unit) => unit.code === chosen);
  return html`<label class="field"><span>${gettext("Unit")}</span><select class="input" name="unit"
    onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)}>
    <option value="" selected=${!chosen}>${gettext("My whole area")}</option>
    ${missing && html`<option value=${chosen} selected>${name || chosen}</option>`}
    ${known.map((unit) => html`<option key=${unit.code} value=${unit.code} selected=${chosen === unit.code}>
      ${unit.level === "COUNTY_CENTRE" ? "　" : ""}${nameOf(unit)}</option>`)}</select></label>`;
}
