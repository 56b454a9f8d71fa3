// Words for the codes of planned outages. Functions, not constants: the catalogue decides the language when the page is
// shown.
import { day, dayTime, hourMinute, number } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { statusWord } from "../../js/states.js";
import { word } from "../../js/words.js";

const GROUP = {
  work: () => gettext("Work in progress"),
  forgotten: () => gettext("Should have begun"),
  restored: () => gettext("Over, file still open"),
  postponed: () => gettext("Postponed, to be drafted anew"),
};

export const planStatusWord = (code) => statusWord(code, "PLAN");
export const changeOfPlan = (change) =>
  change.kind === "STATUS" ? planStatusWord(change.new) : word("plan_change", change.kind);
/** A group's own words, or the day that it is. */
export const groupWord = (key) => GROUP[key]?.() ?? key;

/** "08:30–12:00" on one day, "07/19 22:00 – 07/20 04:00" over midnight. */
export function windowText(start, end) {
  if (day(start) === day(end)) return `${hourMinute(start)}–${hourMinute(end)}`;
  return `${dayTime(start)} – ${dayTime(end)}`;
}

/** The same with its day, said once. */
export const datedWindow = (start, end) =>
  day(start) === day(end) ? `${dayTime(start)}–${hourMinute(end)}` : windowText(start, end);

export function toldText(plan) {
  if (!plan.told) return gettext("nobody told yet");
  const told = fill(ngettext("{n} customer told", "{n} customers told", plan.told.notices), {
    n: number(plan.told.notices),
  });
  return plan.told.not_delivered
    ? `${told} · ${fill(gettext("{n} not reached"), { n: number(plan.told.not_delivered) })}`
    : told;
}
