// Words for codes. Functions, not constants: the catalogue decides the language when the page is shown.

const STATUS = {
  RECEIVED: () => gettext("Received"), JUDGED: () => gettext("Judged"), PENDING_DISPATCH: () => gettext("Awaiting dispatch"),
  DISPATCHED: () => gettext("Dispatched"), ACCEPTED: () => gettext("Accepted"), EN_ROUTE: () => gettext("On the way"),
  ON_SITE: () => gettext("On site"), REPAIRING: () => gettext("Repairing"), RESTORED: () => gettext("Restored"),
  REPLIED: () => gettext("Awaiting review"), REVIEWED: () => gettext("Awaiting call-back"), CALLED_BACK: () => gettext("Called back"),
  ARCHIVED: () => gettext("Archived"), MERGED: () => gettext("Merged"), SUSPENDED: () => gettext("Suspended"),
  REWORK: () => gettext("Rework"), RETURNED_UPSTREAM: () => gettext("Returned upstream"), CANCELLED: () => gettext("Cancelled"),
  FALSE_ALARM: () => gettext("False alarm"),
};
const TAB = {
  pending: () => gettext("To dispatch"), en_route: () => gettext("On the way"), on_site: () => gettext("On site"),
  suspended: () => gettext("Suspended"), all: () => gettext("All"),
};
const CLOCK = {
  ACCEPT: () => gettext("Dispatch"), CREW_ACCEPT: () => gettext("Crew accepts"), ARRIVE: () => gettext("Arrival"),
  RESTORE: () => gettext("Restoration"), REPLY: () => gettext("Reply"), REVIEW: () => gettext("Review"), CALLBACK: () => gettext("Call-back"),
};
const FAULT = {
  MV: () => gettext("MV fault"), LV: () => gettext("LV fault"), METERING: () => gettext("Metering"), CUSTOMER_SIDE: () => gettext("Customer side"),
  QUALITY: () => gettext("Voltage quality"), NOT_ELECTRICAL: () => gettext("Not electrical"), UNKNOWN: () => gettext("Fault type unknown"),
};
const AREA = { URBAN: () => gettext("Urban"), RURAL: () => gettext("Rural"), REMOTE: () => gettext("Remote") };
const CREW = {
  OFF_DUTY: () => gettext("Off duty"), IDLE: () => gettext("Idle"), OFFERED: () => gettext("Being asked"), ASSIGNED: () => gettext("Assigned"),
  EN_ROUTE: () => gettext("On the way"), ON_SITE: () => gettext("On site"),
};
const SKILL = { LV: () => gettext("LV"), MV: () => gettext("MV"), LIVE_LINE: () => gettext("Live line"), METERING: () => gettext("Metering") };
const ALARM = {
  two_failures: () => gettext("Two crews did not take it: choose one by hand"), no_crew: () => gettext("No crew can take it: find one"),
  unlocated: () => gettext("Place unknown: set it on the map"), suggestion: () => gettext("A crew is suggested: confirm it"),
  overdue: () => gettext("Limit passed"), due_soon: () => gettext("Limit close"),
};
const OFFER = {
  OFFERED: () => gettext("Offered to"), ACCEPTED: () => gettext("Accepted by"), REJECTED: () => gettext("Rejected by"),
  EXPIRED: () => gettext("No answer from"), WITHDRAWN: () => gettext("Withdrawn from"),
};
const PART = {
  eta: () => gettext("travel"), active_orders: () => gettext("open orders"), outside_grid: () => gettext("outside its grid"),
  stale_position: () => gettext("old position"), needs_second_vehicle: () => gettext("second vehicle"),
  near_same_outage: () => gettext("same outage nearby"), knows_equipment: () => gettext("knows the equipment"),
};
// The codes of dispatch/eligibility.py.
const WHY = {
  not_on_duty: () => gettext("off duty"), shift_ends_too_soon: () => gettext("shift ends too soon"), handover: () => gettext("shift handover"),
  hours_exceeded: () => gettext("hours exceeded"), lacks_skill: () => gettext("lacks the skill"),
  certificate_expired: () => gettext("certificate expired"), too_few_people: () => gettext("too few people"),
  no_vehicle: () => gettext("no vehicle"), out_of_jurisdiction: () => gettext("another centre's crew"),
  workload_full: () => gettext("enough open orders"), repairing_grade_1: () => gettext("repairing a grade 1 fault"),
  holds_offer: () => gettext("is being asked for another order"), already_tried: () => gettext("was asked before"),
  out_of_reach: () => gettext("too far"), position_unknown: () => gettext("position unknown"),
};
const GRADE_REASON = {
  hazard: () => gettext("safety hazard"), important_customer: () => gettext("important customer"), life_support: () => gettext("life support"),
  mv_outage: () => gettext("MV outage"), sensitive: () => gettext("sensitive customer"), transformer_outage: () => gettext("transformer without supply"),
  many_callers: () => gettext("many callers"), single_household: () => gettext("single household"),
};
const SOURCE = { HOTLINE_95598: () => "95598", COUNTER: () => gettext("Counter"), LOCAL_PHONE: () => gettext("Local phone") };
const ROLE = {
  SUPERVISOR: () => gettext("Shift supervisor"), DISPATCHER: () => gettext("Dispatcher"), CONTROLLER: () => gettext("Controller"),
  MONITOR: () => gettext("Monitor"), CONNECTION_CONTROLLER: () => gettext("Connection controller"), QUALITY_OFFICER: () => gettext("Quality officer"),
  MANAGER: () => gettext("Manager"), AUDITOR: () => gettext("Auditor"), ADMINISTRATOR: () => gettext("Administrator"),
  STATION_HEAD: () => gettext("Station head"), GRID_MANAGER: () => gettext("Grid manager"), AGENT_95598: () => gettext("95598 agent"),
};

const say = (table) => (code) => table[code]?.() ?? String(code ?? "").replaceAll("_", " ").toLowerCase();

export const statusWord = say(STATUS);
export const tabWord = say(TAB);
export const clockWord = say(CLOCK);
export const faultWord = say(FAULT);
export const areaWord = say(AREA);
export const crewWord = say(CREW);
export const skillWord = say(SKILL);
export const alarmWord = say(ALARM);
export const offerWord = say(OFFER);
export const partWord = say(PART);
export const whyWord = say(WHY);
export const gradeReasonWord = say(GRADE_REASON);
export const sourceWord = say(SOURCE);
export const roleWord = say(ROLE);
