// The states of fault orders, outages and plans as a page tells them (workorders/engine/told.py), for scripts that ask for their phase.
import { setStates } from "../../static/js/states.js";

const PHASES = {
  judging: ["RECEIVED", "JUDGED"],
  dispatching: ["PENDING_DISPATCH", "DISPATCHED"],
  en_route: ["ACCEPTED", "EN_ROUTE"],
  on_site: ["ON_SITE", "REPAIRING"],
  restored: ["RESTORED"],
  desk: ["REPLIED", "REVIEWED", "CALLED_BACK", "REWORK"],
  suspended: ["SUSPENDED"], merged: ["MERGED"], ended: ["ARCHIVED", "RETURNED_UPSTREAM", "CANCELLED", "FALSE_ALARM"],
};

const OUTAGE = {
  suspected: ["PREDICTED", "PROBABLE"], dark: ["CONFIRMED", "PARTIALLY_RESTORED"], back: ["RESTORED", "VERIFIED"],
  ended: ["CLOSED"], set_aside: ["DISMISSED", "MERGED"],
};
const PLAN = {
  paper: ["DRAFT", "CHECKED", "APPROVED"], told: ["NOTIFYING", "ANNOUNCED"], work: ["IN_PROGRESS"], over: ["RESTORED"],
  postponed: ["POSTPONED"], ended: ["CLOSED", "CANCELLED"],
};

const told = (phases) => Object.fromEntries(
  Object.entries(phases).flatMap(([phase, codes]) => codes.map((code) => [code, { label: code, phase }])),
);
setStates(told(PHASES), { OUTAGE: told(OUTAGE), PLAN: told(PLAN) });
