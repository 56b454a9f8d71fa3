// Words for the codes of planned outages. Functions, not constants: the catalogue decides the language when the page is
// shown.
import { day, dayTime, hourMinute, number } from "../../js/format.js";
import { fill } from "../../js/text.js";
import { statusWord } from "../../js/states.js";
import { attentionWord } from "../words.js";

const NOT_DONE = {
  WEATHER: () => gettext("Weather"),
  OBSTRUCTION: () => gettext("Obstruction on site"),
  PREPARATION: () => gettext("Poor preparation"),
  CUSTOMER: () => gettext("Customer"),
  UPPER_GRID: () => gettext("Upper grid"),
  OTHER: () => gettext("Other reason"),
};
const ATTENTION = {
  not_closed: () => gettext("The work is over: close the file"),
  not_started: () => gettext("Should have begun: ask the site"),
  end_is_near: () => gettext("Ends within half an hour: will it be in time?"),
  started_early: () => gettext("Began before its time"),
  notice_refused: () => gettext("A customer refused the notice"),
};
const list = (items) => (items ?? []).join(", ");
const FINDING = {
  nobody_affected: () => gettext("By the network nobody goes dark."),
  feeder_overlap: ({ plans }) =>
    fill(gettext("Another plan on a feeder at the same time: {plans}."), { plans: list(plans) }),
  feeder_near: ({ plans }) =>
    fill(gettext("Another plan on a feeder within seven days: {plans}. One outage could serve both."), {
      plans: list(plans),
    }),
  third_outage: () => gettext("With this plan the third outage within 60 days for some."),
  protected_period: ({ periods }) => fill(gettext("Within a protected period: {periods}."), { periods: list(periods) }),
  important_customers: ({ customers }) =>
    fill(gettext("{n} important customers are affected."), { n: number(customers) }),
  life_support: ({ customers }) =>
    fill(gettext("{n} customers with life support are affected."), { n: number(customers) }),
  time_critical: ({ customers }) =>
    fill(gettext("{n} customers whose loss grows by the hour are affected."), { n: number(customers) }),
  evening_peak: ({ minutes }) => fill(gettext("{n} minutes lie in the evening peak."), { n: number(minutes) }),
  notice_short: () => gettext("Told today it would be too late."),
  transfer_possible: ({ device, customers }) =>
    fill(gettext("Closing {device} would keep {n} customers supplied."), {
      device: device ?? "",
      n: number(customers),
    }),
};
const CHANGE = { DRAFTED: () => gettext("Drafted"), EXTENDED: () => gettext("Extended") };
const ALTERNATIVE = {
  LIVE_LINE: () => gettext("Live-line work"),
  GENERATOR: () => gettext("Generator vehicle"),
  TRANSFER: () => gettext("Transfer by a tie"),
};
const GROUP = {
  work: () => gettext("Work in progress"),
  forgotten: () => gettext("Should have begun"),
  restored: () => gettext("Over, file still open"),
  postponed: () => gettext("Postponed, to be drafted anew"),
};

const say = (table) => (code) => table[code]?.() ?? String(code ?? "").replaceAll("_", " ").toLowerCase();

export const planStatusWord = (code) => statusWord(code, "PLAN");
export const planAttentionWord = (code) => ATTENTION[code]?.() ?? attentionWord(code);
export const findingSentence = (code, params) => FINDING[code]?.(params ?? {}) ?? say({})(code);
export const alternativeWord = say(ALTERNATIVE);
export const changeOfPlan = (change) => CHANGE[change.kind]?.() ?? planStatusWord(change.new);
export const notDoneWord = say(NOT_DONE);
/** A group's own words, or the day that it is. */
export const groupWord = (key) => GROUP[key]?.() ?? key;

/** "08:30–12:00" on one day, "07/19 22:00 – 07/20 04:00" over midnight. */
export function windowText(start, end) {
  return day(start) === day(end) ? `${hourMinute(start)}–${hourMinute(end)}` : `${dayTime(start)} – ${dayTime(end)}`;
}

export function toldText(plan) {
  if (!plan.told) return gettext("nobody told yet");
  const told = fill(ngettext("{n} customer told", "{n} customers told", plan.told.notices), {
    n: number(plan.told.notices),
  });
  return plan.told.not_delivered
    ? `${told} · ${fill(gettext("{n} not reached"), { n: number(plan.told.not_delivered) })}`
    : told;
}
