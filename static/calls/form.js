// @ts-check
// What the caller says: who, what of, in their words. One form for every kind; its fields follow the kind.
import { html, useEffect } from "../vendor/preact/11.2.0/preact.mjs";
import { CustomerSearch } from "../console/customer_search.js";
import { Places, useKnown } from "../console/known.js";
import { fill } from "../js/text.js";
import { may } from "../js/rights.js";
import { choicesOf } from "../js/words.js";
import { Field, goOn, SheetForm } from "../ui/form.js";
import { focusOn } from "../ui/keys.js";
import { FAULT } from "./call_draft.js";
import { call, chooseKind, cleared, file, giveUp, kindNow, mayClassify, openOrders, pick, taken, takeBack, tree,
  turn, units } from "./data.js";
import { KnownOutage } from "./known_outage.js";

export const SEARCH = "#report-customer";
const DESCRIPTION = ".call-form [name=description]";

function Kinds() {
  const { kind } = call.values.value;
  return html`<fieldset class="kinds"><legend>${gettext("It is a")}</legend>${taken.map((one, place) =>
    html`<label class="chip tickable" key=${one.kind}><input type="radio" name="kind" value=${one.kind}
      checked=${one.kind === kind} onChange=${() => chooseKind(one.kind)} />${one.label}
      <kbd class="key" aria-hidden="true">${place + 1}</kbd></label>`)}</fieldset>`;
}

const nothing = () => ["", gettext("not said")];
const ordersOf = (orders) => [["", gettext("none of them")], ...orders.map((order) =>
  [order.number, `…${order.number.slice(-7)} ${order.kind} · ${order.state} · ${order.title}`])];

/** What is asked of everything but a fault. */
function OfMatter({ field }) {
  const orders = openOrders.value;
  const same = orders.filter((order) => order.kind_code === call.values.value.kind);
  const ours = units.length > 0 ? [["", gettext("nobody of ours")], ...units] : [];
  return html`${orders.length > 0
    ? field("about", gettext("About the order"), { choices: ordersOf(orders) })
    : field("about", gettext("About the order"), { more: { placeholder: gettext("Number") } })}
    ${same.length > 0 && field("same_as", gettext("It is the very matter of"), { choices: ordersOf(same) })}
    ${field("concerns", gettext("Unit that it is about"), { choices: ours })}
    ${field("confidential", gettext("Confidential: nobody sees who told it"), { type: "yes_no" })}`;
}

const codes = (rows) => [nothing(), ...rows.map(({ code, label }) => [code, label])];

function OfComplaint({ field }) {
  if (call.values.value.kind !== "COMPLAINT" || !mayClassify()) return null;
  return html`<div class="two">${field("category", gettext("It alleges"), { choices: codes(tree.value.categories) })}
    ${field("grade", gettext("Grade"), { choices: codes(tree.value.grades) })}</div>`;
}

/** Where a field is told of by another name: `reporter/phone`. */
const TOLD_AS = { name: "reporter/name", phone: "reporter/phone" };

function Fields({ errors, known }) {
  const values = call.values.value;
  const kinds = kindNow.value?.sub_kinds ?? [];
  const registered = (name) =>
    values.customer?.[name] ? fill(gettext("registered: {value}"), { value: values.customer[name] }) : "";
  const field = (name, label, { more, ...rest } = {}) => html`<${Field} typed=${call}
    error=${errors[TOLD_AS[name] ?? name]} field=${{ name, label, type: "text", more, ...rest }} />`;
  const asksPlace = known && values.address.trim().length > 1 && !known.supply;
  return html`<${Kinds} />
    ${kinds.length > 0 && field("sub_kind", gettext("Sub-type"), { choices: [nothing(), ...kinds] })}
    ${field("description", gettext("What the caller says"), { type: "area", required: true, most: 10000 })}
    <${OfComplaint} field=${field} />
    ${field("address", gettext("Where"), { more: { placeholder: registered("address") ||
      gettext("County, town, village, what it is near") } })}
    ${asksPlace && html`<${Places} places=${known.places ?? []} address=${values.address}
      onAddress=${(address) => call.change({ address })} />`}
    <div class="two">${field("name", gettext("Caller"), { more: { placeholder: registered("name") } })}
      ${field("phone", gettext("Phone"), { more: { inputmode: "tel", placeholder: registered("phone") } })}
      ${field("customer_number", gettext("Customer number"), { more: { inputmode: "numeric" } })}
      ${field("source", gettext("Came by"), { choices: choicesOf("source") })}
      ${values.kind !== FAULT && html`<${OfMatter} field=${field} />`}</div>`;
}

function Head() {
  const button = (label, act) =>
    html`<button type="button" class="button small quiet-button" onClick=${act}>${label}</button>`;
  if (!call.isBlank()) return button(gettext("Clear"), giveUp);
  return !cleared.isBlank() && button(gettext("Bring back what was cleared"), takeBack);
}

export function CallForm() {
  const known = useKnown(call.values.value);
  useEffect(() => focusOn(call.isBlank() && may("read_customers") ? SEARCH : DESCRIPTION)(),
    [turn.value]);
  const picked = (found) => {
    pick(found);
    focusOn(DESCRIPTION)();
  };
  const tell = (words) => call.change({ description: words });
  const fields = (errors) => html`${may("read_customers") && html`<${CustomerSearch} key=${turn.value}
      picked=${call.values.value.customer} onPick=${picked} />`}
    <${KnownOutage} known=${known} onTold=${tell} /><${Fields} errors=${errors} known=${known} />`;
  return html`<section class="call-form" aria-label=${gettext("The call")}><${SheetForm} title=${gettext("The call")}
    submit=${gettext("File it")} shortcut send=${file} onKeyDown=${goOn} head=${html`<${Head} />`}>
    ${fields}</${SheetForm}></section>`;
}
