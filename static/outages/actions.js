// What the signed-in person may do with the chosen outage, as the server tells it. Here stands only how customers, a
// device, a vehicle and its order are asked for.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { DevicePicker } from "../network/device_picker.js";
import { phaseOf } from "../js/states.js";
import { unitName } from "../js/words.js";
import { actionsOf } from "../ui/form_values.js";
import { Verbs } from "../ui/verbs.js";
import { act } from "./acting.js";
import { CustomerSearch } from "../console/customer_search.js";
import { may } from "../js/rights.js";
import { metersOf } from "./meter_rules.js";
import { MeterPicker } from "./meter_picker.js";
import { OtherOutage } from "./other_outage.js";
import { outageStatusWord } from "./words.js";

const NOT_ON_SITE = ["judging", "dispatching", "en_route"];

/** Under the field of a device: the outage's part of the network to choose from; a click on the map does the same. */
const fromTree = (field, outage) => (typed) => html`<${DevicePicker} id=${`tree-${field.name}`}
  address=${`outages/${encodeURIComponent(outage.number)}/devices/`} chosen=${typed.values.value.device ?? ""}
  onTake=${(code) => typed.change({ device: code })} />`;

/** Under the field of meters: who is dark by the outage, to choose from. */
const fromLedger = (field, outage) => (typed) => html`<${MeterPicker} id=${`meters-${field.name}`}
  address=${`outages/${encodeURIComponent(outage.number)}/interruptions/`}
  typed=${typed.values.value.service_points ?? ""} onChange=${(text) => typed.change({ service_points: text })} />`;
/** Under the field of meters that may be anywhere: a customer found adds theirs. */
const fromRegister = (field) => (typed) => may("read_customers") && html`<${CustomerSearch} id=${`search-${field.name}`}
  focus=${false} none=${gettext("No customer found.")} onPick=${({ meter_number: meter }) =>
    typed.change({ [field.name]: [...new Set([...metersOf(typed.values.value[field.name] ?? ""), meter])].join("\n") })}
  />`;
/** Under the field of another outage: those nearby; a click on the map does the same. */
const fromNeighbours = (field, outage) => (typed) => html`<${OtherOutage} id=${`others-${field.name}`} outage=${outage}
  typed=${typed.values.value[field.name] ?? ""} onTake=${(number) => typed.change({ [field.name]: number })} />`;

/** Who is meant: `choices` of the first field, then a device or meters. */
const whom = (field, outage, choices, value = "") => [
  { ...field, name: "who", type: "choice", local: true, choices },
  {
    name: "device",
    label: gettext("Code of the device"),
    type: "text",
    most: field.most,
    required: true,
    value,
    below: fromTree(field, outage),
    when: ({ who }) => who === "device",
  },
  {
    name: "service_points",
    label: gettext("Numbers of the meters"),
    type: "meters",
    required: true,
    below: fromLedger(field, outage),
    when: ({ who }) => who === "meters",
  },
];
const meters = () => ["meters", gettext("These meters")];
const vehicles = (field, list, word) => [
  { ...field, type: "choice", choices: list.map((one) => [one.vehicle, word(one)]), nothing: list.length === 0 },
];

/** Type of a field → how it is asked. */
const ON_THE_SCREEN = {
  device: (field, outage) => [
    { ...field, type: "text", value: outage.device?.code ?? "", below: fromTree(field, outage) },
  ],
  whom: (field, outage) => whom(field, outage, [["device", gettext("Everybody below a device")], meters()]),
  whom_or_all: (field, outage) =>
    whom(
      field,
      outage,
      [["all", gettext("Everybody")], ["device", gettext("Whom a device feeds now")], meters()],
      outage.device?.code ?? "",
    ),
  whom_fed: (field, outage) => whom(field, outage, [["device", gettext("Whom a device feeds now")], meters()]),
  meters: (field) => [{ ...field, type: "meters", below: fromRegister(field) }],
  other_outage: (field, outage) => [{ ...field, type: "text", below: fromNeighbours(field, outage) }],
  vehicle_on_standby: (field, outage, record) =>
    vehicles(
      field,
      record.on_standby ?? [],
      (one) => `${one.plate || one.vehicle} · ${one.kva} kVA · ${unitName(one.place)}`,
    ),
  vehicle_supplying: (field, outage, record) =>
    vehicles(
      field,
      (record.generators ?? []).filter((one) => !one.to_at),
      (one) => one.plate || one.vehicle,
    ),
  order_before_site: (field, outage) =>
    NOT_ON_SITE.includes(phaseOf(outage.order_status))
      ? [{ ...field, type: "yes_no", label: outage.lead_order, choices: [...field.choices].reverse() }]
      : [],
};

export const nameOf = (number) => `outage ${number}`;

export function Actions({ outage, record }) {
  const opens = { cause_class: outage.cause_class, cause: outage.cause };
  const subject = {
    name: nameOf(outage.number),
    ids: "action-",
    state: outage.status,
    news: outageStatusWord(outage.status),
    act: ({ path }, body, key) => act(outage, path, body, key),
  };
  return html`<${Verbs} subject=${subject}
    actions=${actionsOf(record?.verbs, ON_THE_SCREEN, outage, { record, opens })} />`;
}
