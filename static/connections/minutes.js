// @ts-check
// Whose minute it was: one bar, drawn the same in the list and in the panel, with the words beside it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill, told } from "../js/text.js";
import { word } from "../js/words.js";
import { partsOf } from "./rules.js";

/** "6 utility · 20 customer": the whole days or hours that add up. @param {any} time of a case */
export const sharesInWords = (time) => Object.entries(time.whole)
  .filter(([, count]) => Number(count) > 0)
  .map(([owner, count]) => `${number(Number(count))} ${word("owner", owner)}`).join(" · ");

/** @param {any} time */
export const totalInWords = (time) => {
  if (time.unit !== "day" && time.total === 0) return gettext("less than an hour");
  const days = ngettext("{n} day", "{n} days", time.total);
  const hours = ngettext("{n} hour", "{n} hours", time.total);
  return fill(time.unit === "day" ? days : hours, { n: number(time.total) });
};

/** @param {{time: any}} props */
export const Minutes = ({ time }) => {
  const words = told(totalInWords(time), sharesInWords(time));
  return html`<span class="minutes-bar" role="img" aria-label=${words} title=${words}>${partsOf(time.minutes).map(
    ({ owner, percent }) => html`<span key=${owner} class=${`minutes-${owner}`}
      style=${{ width: `${percent}%` }}></span>`)}</span>`;
};
