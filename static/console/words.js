// Words for codes. Functions, not constants: the catalogue decides the language when the page is shown.
import { fill } from "../js/text.js";

const TAB = {
  pending: () => gettext("To dispatch"), en_route: () => gettext("On the way"), on_site: () => gettext("On site"),
  suspended: () => gettext("Suspended"), all: () => gettext("All"),
};
const CLOCK = {
  ACCEPT: () => gettext("Dispatch"), CREW_ACCEPT: () => gettext("Crew accepts"), ARRIVE: () => gettext("Arrival"),
  RESTORE: () => gettext("Restoration"), REPLY: () => gettext("Reply"), REVIEW: () => gettext("Review"),
  CALLBACK: () => gettext("Call-back"),
};
const FAULT = {
  MV: () => gettext("MV fault"), LV: () => gettext("LV fault"), METERING: () => gettext("Metering"),
  CUSTOMER_SIDE: () => gettext("Customer side"),
  QUALITY: () => gettext("Voltage quality"), NOT_ELECTRICAL: () => gettext("Not electrical"),
  UNKNOWN: () => gettext("Fault type unknown"),
};
const AREA = { URBAN: () => gettext("Urban"), RURAL: () => gettext("Rural"), REMOTE: () => gettext("Remote") };
const CREW = {
  OFF_DUTY: () => gettext("Off duty"), IDLE: () => gettext("Idle"), OFFERED: () => gettext("Being asked"),
  ASSIGNED: () => gettext("Assigned"),
  EN_ROUTE: () => gettext("On the way"), ON_SITE: () => gettext("On site"),
};
const SKILL = {
  LV: () => gettext("LV"), MV: () => gettext("MV"), LIVE_LINE: () => gettext("Live line"),
  METERING: () => gettext("Metering"),
};
const ALARM = {
  two_failures: () => gettext("Two crews did not take it: choose one by hand"),
  no_crew: () => gettext("No crew can take it: find one"),
  unlocated: () => gettext("Place unknown: set it on the map"),
  suggestion: () => gettext("A crew is suggested: confirm it"),
  late_restore: () => gettext("Power should be back by plan: ask the site"),
  customer_side: () => gettext("Neighbours have power: perhaps the customer's own side"),
  low_voltage: () => gettext("Power is there but weak: look at the voltage"),
  power_is_back: () => gettext("The meter has power again: ask the customer"),
  life_support: () => gettext("Life support without power: act now"),
  important_customer: () => gettext("An important customer is without power"),
  time_critical: () => gettext("Loss grows by the hour for some customers"),
  restore_unanswered: () => gettext("Nobody knows whether power is back: too few answered, ask again"),
  restore_unverified: () => gettext("Some say they are still dark: look again"),
  finding_disputed: () => gettext("The crew found something else: compare with telemetry"),
  reply_refused: () => gettext("The explanation was not accepted: send a crew or explain again"),
  supervised: () => gettext("Supervised: answer with cause and measure"),
  outage_dismissed: () => gettext("Its outage was dismissed: is a crew still wanted?"),
  crew_left: () => gettext("The crew that has it is off duty: does it finish?"),
  late_word: () => gettext("A crew told something that came late: read the timeline"),
  crew_asks_help: () => gettext("The crew on site asks for help: read its note"),
  hazard: () => gettext("Danger to people on site, the crew says"),
  third_call: () => gettext("Called for the third time: ring back and look at the crew"),
  hazard_told: () => gettext("A danger was told later: tell the crew at once"),
  pin_far: () => gettext("The pin lies far from the customer's supply: ask where it is dark"),
  same_place: () => gettext("Another caller at the same place: ask whether it is the same household"),
  crew_there: () => gettext("A crew goes to this customer already: merge, or ask for a second one"),
  meters_disagree: () => gettext("Meters behind the device answer with power: compare"),
  resume_due: () => gettext("The pause should be over: resume, or say until when"),
  not_closed: () => gettext("The work is over: close the file"),
  not_started: () => gettext("Should have begun: ask the site"),
  end_is_near: () => gettext("Ends within half an hour: will it be in time?"),
  started_early: () => gettext("Began before its time"), notice_refused: () => gettext("A customer refused the notice"),
  escalated: () => gettext("Escalated: somebody is called by name"),
  crew_sos: () => gettext("A crew calls for help: SOS of its device"),
  look_up_sweep: () => gettext("Looks up very many people: ask why"),
  reveal_ceiling: () => gettext("Reveals more people than allowed: ask why"),
  entries_expired: () => gettext("Entries of the sensitive register have expired: verify them"),
  entries_expire: () => gettext("Entries of the sensitive register expire within 30 days: verify them"),
  over: () => gettext("Limit passed"), near: () => gettext("Limit close"),
};
const OFFER = {
  OFFERED: () => gettext("Offered to"), ACCEPTED: () => gettext("Accepted by"), REJECTED: () => gettext("Rejected by"),
  EXPIRED: () => gettext("No answer from"), WITHDRAWN: () => gettext("Withdrawn from"),
};
const PART = {
  eta: () => gettext("travel"), active_orders: () => gettext("open orders"),
  outside_grid: () => gettext("outside its grid"),
  stale_position: () => gettext("old position"),
};
// The codes of dispatch/eligibility.py.
const WHY = {
  not_on_duty: () => gettext("off duty"), shift_ends_too_soon: () => gettext("shift ends too soon"),
  handover: () => gettext("shift handover"),
  hours_exceeded: () => gettext("hours exceeded"), lacks_skill: () => gettext("lacks the skill"),
  certificate_expired: () => gettext("certificate expired"), too_few_people: () => gettext("too few people"),
  no_vehicle: () => gettext("no vehicle"), out_of_jurisdiction: () => gettext("another centre's crew"),
  workload_full: () => gettext("enough open orders"), repairing_grade_1: () => gettext("repairing a grade 1 fault"),
  holds_offer: () => gettext("is being asked for another order"), already_tried: () => gettext("was asked before"),
  out_of_reach: () => gettext("too far"), position_unknown: () => gettext("position unknown"),
};
// The codes of workorders/grading.py.
const GRADE_REASON = {
  hazard: () => gettext("danger"), fire: () => gettext("fire or sparks"), smoke: () => gettext("smoke"),
  electric_shock: () => gettext("electric shock"),
  wire_down: () => gettext("line or pole down"), exposed_wire: () => gettext("bare wire"),
  equipment_hit: () => gettext("equipment hit"),
  flooded: () => gettext("equipment flooded"), trapped: () => gettext("people trapped"),
  injury: () => gettext("people injured"),
  life_support: () => gettext("life support"), important_customer: () => gettext("important customer"),
  mv_outage: () => gettext("MV outage"),
  time_critical: () => gettext("loss grows by the hour"),
  transformer_outage: () => gettext("whole transformer area dark"),
  many_callers: () => gettext("three callers or more"), watched_source: () => gettext("watched channel"),
};
const SOURCE = {
  HOTLINE_95598: () => "95598", HOTLINE_12345: () => "12345", HOTLINE_12398: () => "12398",
  APP: () => gettext("Customer app"),
  WECHAT: () => gettext("WeChat"), PHONE: () => gettext("Local phone"), GRID_MANAGER: () => gettext("Grid manager"),
  WALK_IN: () => gettext("Walk-in"), SOCIAL: () => gettext("110, fire, mayor line"),
  ALARM: () => gettext("Meter or terminal alarm"),
};
const FLAG = {
  IMPORTANT: () => gettext("important customer"), LIFE_SUPPORT: () => gettext("life support"),
  TIME_CRITICAL: () => gettext("loss grows by the hour"),
};
const ROLE = {
  SUPERVISOR: () => gettext("Shift supervisor"), DISPATCHER: () => gettext("Dispatcher"),
  CONTROLLER: () => gettext("Controller"),
  MONITOR: () => gettext("Monitor"), CONNECTION_CONTROLLER: () => gettext("Connection controller"),
  QUALITY_OFFICER: () => gettext("Quality officer"),
  MANAGER: () => gettext("Manager"), AUDITOR: () => gettext("Auditor"), ADMINISTRATOR: () => gettext("Administrator"),
  SECURITY_ADMINISTRATOR: () => gettext("Security administrator"),
  STATION_HEAD: () => gettext("Station head"), GRID_MANAGER: () => gettext("Grid manager"),
  AGENT_95598: () => gettext("95598 agent"),
};

/** The address as told; a pin without words is named by its unit. */
export const placeOf = (order) =>
  order.place || (order.located ? `${order.centre} ${order.unit}` : gettext("Place unknown"));

const say = (table) => (code) => table[code]?.() ?? String(code ?? "").replaceAll("_", " ").toLowerCase();

export const tabWord = say(TAB);
/** Clocks of other kinds than faults: the server tells them with their page. @type {Record<string, string>} */
let toldClocks = {};
export const setClockWords = (told) => (toldClocks = told);
export const clockWord = (code) => CLOCK[code]?.() ?? toldClocks[code] ?? say({})(code);
export const faultWord = say(FAULT);
export const areaWord = say(AREA);
export const crewWord = say(CREW);
export const skillWord = say(SKILL);
export const alarmWord = say(ALARM);
/** An alarm in words; of a limit ("over:ARRIVE") which one. */
export function alarmSentence({ code, detail, addressee }) {
  if (addressee) return fill(gettext("Escalated to {name}"), { name: addressee });
  const [what, clock] = code.split(":");
  // The countdown beside it already says "over".
  if (clock) return what === "over" ? clockWord(clock) : `${alarmWord(what)} · ${clockWord(clock)}`;
  return detail?.entries ? `${alarmWord(code)} (${detail.entries})` : alarmWord(code);
}
export const offerWord = say(OFFER);
export const partWord = say(PART);
export const whyWord = say(WHY);
export const gradeReasonWord = say(GRADE_REASON);
export const sourceWord = say(SOURCE);
export const flagWord = say(FLAG);
/** [code, word] pairs for a choice. */
export const sourceChoices = () => Object.keys(SOURCE).map((code) => [code, sourceWord(code)]);
/** The server may already send the word. */
export const roleWord = (role) => ROLE[role]?.() ?? role ?? "";
