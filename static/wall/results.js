// The foot of the wall: results of the year until today against the same days of the year before.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, reported } from "../js/format.js";
import { word } from "../js/words.js";
import { year } from "./data.js";

/** The others are in the name of the result. */
const UNITS = new Set(["minutes", "hours", "percent"]);
const DIGITS = { minutes: 1, hours: 2, percent: 2, per_million: 2 };

function changed({ by, unit, before }) {
  if (by === null || before === null) return gettext("no figure a year ago");
  const sign = by > 0 ? "+" : by < 0 ? "" : "±";
  const of = UNITS.has(unit) ? word("measure_change", unit) : "";
  return `${sign}${number(by, DIGITS[unit] ?? 0)}${of && ` ${of}`}`;
}

function Result({ result }) {
  const { code, unit, now } = result;
  const value = now === null ? "—" : reported(now, DIGITS[unit] ?? 0);
  return html`<li>${word("figure", code)} <b>${value}</b> ${UNITS.has(unit) && word("measure", unit, "%")}${" "}
    <span class="by">${changed(result)}</span></li>`;
}

export function Results() {
  const found = year.value;
  return html`<footer class="wall-foot">
    <p class="since">${gettext("This year, against last year")}</p>
    <ul>${(found?.results ?? []).map((result) => html`<${Result} key=${result.code}
      result=${result} />`)}</ul>  </footer>`;
}
