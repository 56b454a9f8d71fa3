// What the crew's page is told of the way of a fault order (command_center/screens/crew_phone/flow.py), in brief.
import { setFlow } from "../../static/crew/flow.js";

const CREW = {
  ACCEPTED: { step: 0, coming: true, ahead: true },
  EN_ROUTE: { step: 1, coming: true, ahead: true },
  ON_SITE: { step: 2, at_work: true, ahead: true },
  REPAIRING: { step: 3, at_work: true, ahead: true },
  RESTORED: { step: 4 },
};
const OTHERS = { REPLIED: { step: 5 }, REWORK: { step: 4 }, SUSPENDED: { step: null, ahead: true, stands_still: true } };
const NOTHING = { bound: false, ahead: false, at_work: false, coming: false, stands_still: false };
const full = (states, bound) => Object.entries(states).map(([code, state]) => [code, { ...NOTHING, bound, ...state }]);

const verb = (verb, from, to, primary = true) => ({ verb, path: verb, label: verb, from: [from].flat(), to, primary, form: [] });

setFlow({
  accepted: "ACCEPTED",
  steps: ["Accepted", "On the way", "On site", "Repairing", "Restored", "Report sent"],
  states: Object.fromEntries([...full(CREW, true), ...full(OTHERS, false)]),
  verbs: [
    verb("depart", "ACCEPTED", "EN_ROUTE"),
    verb("arrive", "EN_ROUTE", "ON_SITE"),
    verb("start", "ON_SITE", "REPAIRING"),
    verb("restore", ["ON_SITE", "REPAIRING"], "RESTORED"),
    verb("not-restored", "RESTORED", "REPAIRING", false),
    verb("reply", ["RESTORED", "REWORK"], "REPLIED"),
  ],
});
