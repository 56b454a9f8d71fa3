// What a desk may do with an outage in each state: one table read by the buttons. The server decides again.
import { phaseOf } from "../console/states.js";
import { causeChoices, endedByChoices } from "./words.js";

const UNSURE = ["PREDICTED", "PROBABLE"];
const DARK = ["PROBABLE", "CONFIRMED", "PARTIALLY_RESTORED"];
const LIVE = ["PREDICTED", ...DARK];
const NOT_ON_SITE = ["judging", "dispatching", "en_route"];
const inStatus = (...names) => (outage) => names.includes(outage.status);

const reason = () => ({ name: "reason", label: gettext("Reason"), required: true, maxlength: 200 });
/** Beijing time of a form as the API reads it. */
export const moment = (at) => (at ? `${at}:00+08:00` : undefined);
/** Meters as people paste them: one a line, commas, spaces. */
const meters = (text) => text.split(/[\s,，;；、]+/).filter(Boolean);
const openRound = (record) => record?.verification?.rounds?.some((round) => !round.finished_at);

const when = (name) => ({ name, label: gettext("When, Beijing time (empty: now)"), type: "datetime-local" });
const supplying = (record) => (record?.generators ?? []).filter((one) => !one.to_at);

/** Leaves out what was left empty: an empty text is not "nothing" to the server. */
const filled = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));

const WHO = () => ({
  name: "who",
  label: gettext("Who"),
  choices: [
    ["all", gettext("Everybody")],
    ["device", gettext("Whom a device feeds now")],
    ["meters", gettext("These meters")],
  ],
});
const PART = () => ({
  name: "who",
  label: gettext("Who"),
  choices: [
    ["device", gettext("Everybody below a device")],
    ["meters", gettext("These meters")],
  ],
});
const device = (outage) => ({
  name: "device",
  label: gettext("Code of the device"),
  required: true,
  value: outage.device?.code ?? "",
  when: (values) => values.who !== "all" && values.who !== "meters",
});
const meterField = () => ({
  name: "service_points",
  label: gettext("Numbers of the meters"),
  area: true,
  required: true,
  when: (values) => values.who === "meters",
});
const whom = ({ who, device: code, service_points: text }) =>
  who === "meters" ? { service_points: meters(text ?? "") } : who === "all" ? {} : { device: code };

export const ACTIONS = [
  { verb: "confirm", when: inStatus(...UNSURE), label: () => gettext("Confirm"), primary: true },
  {
    verb: "restore",
    when: inStatus(...DARK),
    label: () => gettext("Power is back"),
    primary: true,
    fields: (outage) => [
      WHO(),
      device(outage),
      meterField(),
      when("at"),
      { name: "ended_by", label: gettext("By"), choices: endedByChoices() },
      { name: "note", label: gettext("Note"), maxlength: 200 },
    ],
    body: (values) => filled({ ...whom(values), at: moment(values.at), ended_by: values.ended_by, note: values.note }),
  },
  {
    verb: "estimate",
    when: inStatus(...LIVE),
    label: () => gettext("Give an estimate"),
    fields: () => [
      {
        name: "source",
        label: gettext("Whose word"),
        choices: [
          ["DESK", gettext("The desk's")],
          ["CREW", gettext("The crew's")],
          ["AUTO", gettext("None: compute it again")],
        ],
      },
      {
        name: "etr_at",
        label: gettext("Back by, 80 % sure (Beijing time)"),
        type: "datetime-local",
        required: true,
        when: (values) => values.source !== "AUTO",
      },
      {
        name: "p50_at",
        label: gettext("Rather likely by (may stay empty)"),
        type: "datetime-local",
        when: (values) => values.source !== "AUTO",
      },
      { name: "reason", label: gettext("Reason"), maxlength: 40, when: (values) => values.source !== "AUTO" },
    ],
    body: ({ source, etr_at: at, p50_at: median, reason: why }) =>
      source === "AUTO"
        ? { computed: true }
        : filled({ source, etr_at: moment(at), p50_at: moment(median), reason: why }),
  },
  {
    verb: "check",
    when: (outage, record) => outage.status === "RESTORED" && !openRound(record),
    label: () => gettext("Ask customers"),
    primary: true,
  },
  {
    verb: "close",
    when: inStatus("VERIFIED"),
    label: () => gettext("Close the outage"),
    primary: true,
    fields: (outage) =>
      NOT_ON_SITE.includes(phaseOf(outage.order_status))
        ? [
            {
              name: "keep_order",
              label: outage.lead_order,
              choices: [
                ["", gettext("Ends: power is back, nobody has to go")],
                ["yes", gettext("Stays: a crew must go all the same")],
              ],
            },
          ]
        : [],
    body: ({ keep_order: kept }) => ({ keep_order: kept === "yes" }),
  },
  {
    verb: "move",
    when: inStatus(...LIVE),
    label: () => gettext("Move to a device"),
    fields: (outage) => [{ ...device(outage), when: undefined }, reason()],
    body: ({ device: code, reason: why }) => ({ device: code, reason: why }),
  },
  {
    verb: "split",
    when: inStatus(...LIVE),
    label: () => gettext("Split"),
    fields: (outage) => [PART(), { ...device(outage), value: "" }, meterField(), reason()],
    body: (values) => ({ ...whom(values), reason: values.reason }),
  },
  {
    verb: "merge",
    when: inStatus(...LIVE),
    label: () => gettext("Merge"),
    fields: () => [
      { name: "into", label: gettext("Number of the outage that stays"), required: true, maxlength: 30 },
      reason(),
    ],
  },
  {
    verb: "cause",
    when: (outage) => !["CLOSED", "MERGED", "DISMISSED"].includes(outage.status),
    label: () => gettext("Set the cause"),
    fields: (outage) => [
      { name: "cause_class", label: gettext("Class"), choices: causeChoices(), value: outage.cause_class },
      { name: "cause", label: gettext("In words"), maxlength: 120, value: outage.cause },
    ],
  },
  {
    verb: "unconfirm",
    when: inStatus("CONFIRMED"),
    label: () => gettext("Take the confirmation back"),
    fields: () => [reason()],
  },
  {
    verb: "was-off",
    when: inStatus(...DARK, "RESTORED", "VERIFIED", "CLOSED"),
    label: () => gettext("Others were off too"),
    fields: (outage) => [
      { ...meterField(), when: undefined },
      { name: "off_at", label: gettext("Off since"), type: "datetime-local", required: true },
      { name: "on_at", label: gettext("Back at (empty: still off)"), type: "datetime-local" },
      reason(),
    ],
    body: (values) =>
      filled({
        service_points: meters(values.service_points ?? ""),
        off_at: moment(values.off_at),
        on_at: moment(values.on_at),
        reason: values.reason,
      }),
  },
  {
    verb: "generator",
    when: (outage, record) => DARK.includes(outage.status) && record?.on_standby?.length > 0,
    label: () => gettext("Place a generator vehicle"),
    fields: (outage, record) => [
      {
        name: "vehicle",
        label: gettext("Vehicle"),
        choices: record.on_standby.map((one) => [
          one.vehicle,
          `${one.plate || one.vehicle} · ${one.kva} kVA · ${one.place}`,
        ]),
      },
      PART(),
      { ...device(outage), value: "" },
      meterField(),
      when("at"),
    ],
    body: (values) => filled({ vehicle: values.vehicle, ...whom(values), at: moment(values.at) }),
  },
  {
    verb: "generator-away",
    when: (outage, record) => supplying(record).length > 0,
    label: () => gettext("Take the generator vehicle away"),
    fields: (outage, record) => [
      {
        name: "vehicle",
        label: gettext("Vehicle"),
        choices: supplying(record).map((one) => [one.vehicle, one.plate || one.vehicle]),
      },
      {
        name: "normal_supply",
        label: gettext("Its customers"),
        choices: [
          ["no", gettext("are dark again")],
          ["yes", gettext("have their normal supply")],
        ],
      },
      when("at"),
    ],
    body: (values) =>
      filled({ vehicle: values.vehicle, normal_supply: values.normal_supply === "yes", at: moment(values.at) }),
  },
  { verb: "reinstate", when: inStatus("DISMISSED"), label: () => gettext("Reinstate"), fields: () => [reason()] },
  { verb: "unmerge", when: inStatus("MERGED"), label: () => gettext("Undo the merge"), fields: () => [reason()] },
  {
    verb: "dismiss",
    when: inStatus(...LIVE),
    label: () => gettext("Dismiss: nobody is dark"),
    danger: true,
    fields: () => [reason()],
  },
];
