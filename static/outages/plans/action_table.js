// What may be done with a plan in each state: one table read by the buttons. The server decides again.
import { second } from "../../console/store.js";
import { notDoneChoices } from "./words.js";

const EARLY_MS = 30 * 60_000; // as the server: what opens sooner is no part of the plan
const PLAN = ["plan_outages"];
const SWITCHES = ["plan_outages", "operate"]; // it writes down where switches stand
const inStatus = (...names) => (plan) => names.includes(plan.status);

const reason = () => ({ name: "reason", label: gettext("Reason"), required: true, maxlength: 200 });
const why = () => ({ name: "why", label: gettext("Kind of reason"), choices: notDoneChoices() });
const moment = (at) => (at ? `${at}:00+08:00` : undefined);
/** A moment as the field of a form wants it, in the province's time. */
const local = (at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);
const when = (name) => ({ name, label: gettext("When (empty: now)"), type: "datetime-local" });
const filled = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
const anHourMore = (plan) => local(Math.max(Date.parse(plan.planned_end_at), second.peek()) + 3_600_000);

/** Codes that a supervisor may answer for by name: what blocks, and the rules of notice that are missed. */
export function waivable(plan) {
  const given = new Set(
    (plan.waivers ?? []).filter((waiver) => waiver.round === plan.round).map((waiver) => waiver.code),
  );
  const codes = (plan.findings ?? []).flatMap((finding) =>
    finding.code === "notice_short" ? (finding.params.rules ?? []) : finding.severity === "BLOCK" ? [finding.code] : [],
  );
  return codes.filter((code) => !given.has(code));
}

export const PLAN_ACTIONS = [
  { verb: "check", rights: PLAN, when: inStatus("DRAFT"), label: () => gettext("Check"), primary: true },
  {
    verb: "approve",
    rights: ["approve_plans"],
    when: inStatus("CHECKED"),
    label: () => gettext("Approve"),
    primary: true,
  },
  { verb: "notify", rights: PLAN, when: inStatus("APPROVED"), label: () => gettext("Tell customers"), primary: true },
  { verb: "announce", rights: PLAN, when: inStatus("NOTIFYING"), label: () => gettext("Announce"), primary: true },
  {
    verb: "start",
    rights: SWITCHES,
    when: (plan) =>
      plan.status === "ANNOUNCED" &&
      second.value >= Date.parse(plan.planned_start_at) - EARLY_MS &&
      second.value < Date.parse(plan.planned_end_at),
    label: () => gettext("Work has begun"),
    primary: true,
    fields: () => [when("started_at")],
    body: (values) => filled({ started_at: moment(values.started_at) }),
  },
  {
    verb: "restore",
    rights: SWITCHES,
    when: inStatus("IN_PROGRESS"),
    label: () => gettext("Work is over, power is back"),
    primary: true,
    fields: () => [when("restored_at")],
    body: (values) => filled({ restored_at: moment(values.restored_at) }),
  },
  {
    verb: "extend",
    rights: PLAN,
    when: inStatus("IN_PROGRESS"),
    label: () => gettext("Extend"),
    fields: (plan) => [
      { name: "until", label: gettext("New end"), type: "datetime-local", required: true, value: anHourMore(plan) },
      reason(),
    ],
    body: (values) => ({ until: moment(values.until), reason: values.reason }),
  },
  { verb: "close", rights: PLAN, when: inStatus("RESTORED"), label: () => gettext("Close the file"), primary: true },
  {
    verb: "waive",
    rights: ["approve_plans"],
    when: (plan) => ["CHECKED", "APPROVED"].includes(plan.status) && waivable(plan).length > 0,
    label: () => gettext("Answer for a finding"),
    fields: (plan, word) => [
      { name: "code", label: gettext("Finding"), choices: waivable(plan).map((code) => [code, word(code)]) },
      reason(),
    ],
  },
  { verb: "check", id: "check-again", rights: PLAN, when: inStatus("CHECKED"), label: () => gettext("Check again") },
  {
    verb: "postpone",
    rights: PLAN,
    when: inStatus("CHECKED", "APPROVED", "NOTIFYING", "ANNOUNCED"),
    label: () => gettext("Postpone"),
    fields: () => [why(), reason()],
  },
  {
    verb: "cancel",
    rights: PLAN,
    when: inStatus("DRAFT", "CHECKED", "APPROVED", "NOTIFYING", "ANNOUNCED", "POSTPONED"),
    label: () => gettext("Call it off"),
    danger: true,
    fields: () => [why(), reason()],
  },
];
