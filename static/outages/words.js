// Words for the codes of outages. Functions, not constants: the catalogue decides the language when the page is shown.
import { statusWord } from "../js/states.js";
import { effectWord, EXTENT } from "../js/finding_words.js";
import { fill } from "../js/text.js";
import { number } from "../js/format.js";

const KIND = {
  FAULT: () => gettext("Fault"),
  PLANNED: () => gettext("Planned"),
  TEMPORARY: () => gettext("Temporary work"),
  RATIONING: () => gettext("Rationing"),
  CUSTOMER_REQ: () => gettext("On the customer's request"),
  MOMENTARY: () => gettext("Momentary"),
};
const CAUSE = {
  USER: () => gettext("Customer equipment"),
  NATURE: () => gettext("Nature"),
  EXTERNAL_FORCE: () => gettext("External force"),
  OPERATION: () => gettext("Operation and maintenance"),
  EQUIPMENT: () => gettext("Equipment"),
  DESIGN: () => gettext("Design and construction"),
  LV_BEFORE_METER: () => gettext("Low voltage before the meter"),
  LV_AFTER_METER: () => gettext("Low voltage after the meter"),
  UPSTREAM: () => gettext("Upper grid or source"),
  UNKNOWN: () => gettext("Cause unknown"),
};
const EVIDENCE = {
  CALL: () => gettext("Customer call"),
  METER_OFF: () => gettext("Meter lost power"),
  METER_ON: () => gettext("Meter has power"),
  TERMINAL: () => gettext("Terminal or fault indicator"),
  BREAKER: () => gettext("Breaker trip"),
  CREW: () => gettext("Crew on site"),
  PLAN: () => gettext("Outage plan"),
};
const ENDED_BY = {
  REPAIR: () => gettext("Repair"),
  SWITCHING: () => gettext("Switching"),
  TIE: () => gettext("Supply through a tie"),
  GENERATOR: () => gettext("Generator vehicle"),
  RECLOSE: () => gettext("Automatic reclosing"),
  METER: () => gettext("Meter reports power"),
  CUSTOMER: () => gettext("Customer says so"),
  PLAN: () => gettext("End of planned work"),
  CORRECTION: () => gettext("Correction"),
};
const ESTIMATE = {
  AUTO: () => gettext("computed"),
  CREW: () => gettext("the crew's word"),
  DESK: () => gettext("the desk's word"),
  PLAN: () => gettext("from the plan"),
};
const CHANGE = {
  OPENED: () => gettext("Opened"),
  STATUS: () => gettext("Status"),
  MOVED: () => gettext("Moved to another device"),
  SPLIT: () => gettext("Split"),
  MERGED: () => gettext("Merged"),
  UNMERGED: () => gettext("Merge undone"),
  DISMISSED: () => gettext("Dismissed"),
  REINSTATED: () => gettext("Reinstated"),
  NESTED: () => gettext("Nested outage found"),
  CORRECTED: () => gettext("Ledger corrected"),
  CAUSE: () => gettext("Cause"),
};
/** Codes that the system writes as the reason of a change or estimate; what people wrote stays as it is. */
const WHY = {
  desk: () => gettext("the desk says so"),
  crew: () => gettext("the crew says so"),
  device_opened: () => gettext("a device opened"),
  judgement: () => gettext("by judgement"),
  callback: () => gettext("by call-backs"),
  check: () => gettext("by the check"),
  check_failed: () => gettext("the check found customers dark"),
  corrected: () => gettext("the ledger was corrected"),
  lost_again: () => gettext("power was lost again"),
  unconfirmed: () => gettext("confirmation withdrawn"),
  first: () => gettext("first estimate"),
  crew_on_site: () => gettext("crew arrived"),
  handed_back: () => gettext("handed back to the computer"),
  history: () => gettext("from earlier outages"),
  default: () => gettext("without history"),
};
const SENSITIVE = {
  SPECIAL: () => gettext("Special important user"),
  GRADE_1: () => gettext("Important user, grade 1"),
  GRADE_2: () => gettext("Important user, grade 2"),
  TEMPORARY: () => gettext("Temporarily important"),
  SENSITIVE: () => gettext("Sensitive customer"),
  LIFE_SUPPORT: () => gettext("Life support"),
  TIME_CRITICAL: () => gettext("Time-critical production"),
};
const USE = {
  TOBACCO_CURING: () => gettext("Tobacco curing"),
  AQUACULTURE: () => gettext("Aquaculture"),
  COLD_STORE: () => gettext("Cold store"),
  GREENHOUSE: () => gettext("Greenhouse"),
  HOME_OXYGEN: () => gettext("Oxygen at home"),
  HOSPITAL: () => gettext("Hospital"),
  WATER: () => gettext("Water works"),
  TELECOM: () => gettext("Telecommunications"),
  GOVERNMENT: () => gettext("Government"),
  EVENT: () => gettext("Event or exam"),
  OTHER: () => gettext("Other use"),
};
const ATTENTION = {
  life_support: () => gettext("Life support without power: act now"),
  important_customer: () => gettext("An important customer is without power"),
  meters_disagree: () => gettext("Meters behind the device answer with power: compare"),
  time_critical: () => gettext("Loss grows by the hour for some customers"),
  late_restore: () => gettext("Power should be back by plan: ask the site"),
  restore_unanswered: () => gettext("Nobody knows whether power is back: too few answered, ask again"),
  restore_unverified: () => gettext("Some say they are still dark: look again"),
  finding_disputed: () => gettext("The crew found something else: compare with telemetry"),
  outage_dismissed: () => gettext("Its outage was dismissed: is a crew still wanted?"),
  late_word: () => gettext("A crew told something that came late: read the timeline"),
};
const percent = (share) => `${number(Math.round(share * 100))}%`;
/** The codes of outages/judging/judgement/explaining.py and of the services that open outages. */
const REASON = {
  crew_on_site: () => gettext("A crew in front of the device says it is open."),
  breaker_trip: () => gettext("The breaker itself reported the trip."),
  device_opened: ({ device, phases }) =>
    phases
      ? fill(gettext("Telemetry: {device} opened; phase {phases} out."), { device: device ?? "", phases })
      : fill(gettext("Telemetry: {device} opened."), { device: device ?? "" }),
  reports_below: ({ reports, places }) =>
    fill(gettext("{reports} of {places} places below this device reported."), {
      reports: number(reports),
      places: number(places),
    }),
  share_reached: ({ share, threshold }) =>
    fill(gettext("{share} of the places below reported; {threshold} is enough for this kind of device."), {
      share: percent(share),
      threshold: percent(threshold),
    }),
  share_below: ({ share, threshold }) =>
    fill(gettext("Only {share} of the places below reported; {threshold} would be enough for this kind of device."), {
      share: percent(share),
      threshold: percent(threshold),
    }),
  several_branches: ({ branches }) =>
    fill(gettext("Reports come from {branches} separate branches, which only this device feeds together."), {
      branches: number(branches),
    }),
  terminal_off: ({ terminals }) =>
    fill(gettext("{terminals} terminals below lost power."), { terminals: number(terminals) }),
  meters_disagree: ({ places }) =>
    fill(gettext("{places} places below answer with power."), { places: number(places) }),
  lower_device_cleared: () => gettext("The device below it was ruled out: telemetry shows it closed."),
  no_device_above: () => gettext("No device is known above these reports."),
  closed_again: () => gettext("The device was seen to close again."),
  no_neighbour_reports: () => gettext("No neighbour behind the same device reported."),
  planned: ({ plan }) => fill(gettext("Planned work {plan}."), { plan: plan ?? "" }),
  single_customer: () => gettext("One customer alone; the crew found the supply off and restored it."),
  split: ({ outage }) => fill(gettext("Split off from {outage}."), { outage: outage ?? "" }),
  still_dark: ({ outage }) =>
    fill(gettext("Still dark after {outage} was restored: a device further down is open."), { outage: outage ?? "" }),
  check: ({ outage }) => fill(gettext("Found dark when customers of {outage} were asked."), { outage: outage ?? "" }),
};

const STAGE = {
  waiting: () => gettext("No crew yet"),
  coming: () => gettext("Crew on its way"),
  working: () => gettext("Crew at work"),
  planned: () => gettext("Planned"),
  back: () => gettext("Power is back"),
};

const say = (table) => (code) => table[code]?.() ?? String(code ?? "").replaceAll("_", " ").toLowerCase();

/** @param {string} code */
export const outageStatusWord = (code) => statusWord(code, "OUTAGE");
export const stageWord = say(STAGE);
export const kindWord = say(KIND);
export const causeWord = say(CAUSE);
export const evidenceWord = say(EVIDENCE);
/** What a crew on site said, in one line; `finding` as the outage's evidence has it. */
export const findingWord = (finding) =>
  [
    say(EXTENT)(finding.extent),
    finding.cause_class && causeWord(finding.cause_class),
    finding.cause,
    finding.note,
    finding.hazard && gettext("danger"),
    effectWord(finding.effect),
  ]
    .filter(Boolean)
    .join(" · ");
export const endedByWord = say(ENDED_BY);
export const estimateWord = say(ESTIMATE);
export const changeWord = say(CHANGE);
export const sensitiveWord = say(SENSITIVE);
export const useWord = say(USE);
export const attentionWord = say(ATTENTION);
/** What a person wrote is shown as written. */
export const whyWord = (code) => WHY[code]?.() ?? ENDED_BY[code?.toUpperCase()]?.() ?? code ?? "";
/** A sentence; unknown codes of a newer server as words, none as nothing. */
export const reasonSentence = (code, params) => (code ? (REASON[code]?.(params ?? {}) ?? say({})(code)) : "");
