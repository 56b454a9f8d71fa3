// The states of a fault order as a page tells them (workorders/engine/told.py), for scripts that ask for their phase.
import { setStates } from "../../static/console/states.js";

const PHASES = {
  judging: ["RECEIVED", "JUDGED"],
  dispatching: ["PENDING_DISPATCH", "DISPATCHED"],
  en_route: ["ACCEPTED", "EN_ROUTE"],
  on_site: ["ON_SITE", "REPAIRING"],
  restored: ["RESTORED"],
  desk: ["REPLIED", "REVIEWED", "REWORK"],
  suspended: ["SUSPENDED"],
};

const told = Object.entries(PHASES).flatMap(([phase, codes]) => codes.map((code) => [code, { label: code, phase }]));
setStates(Object.fromEntries(told));
