/** Codes of the order read to people, and the short safety reminders that go with the kind of fault. */

/** Reminders before hands touch anything; not a substitute for the work ticket. */
const everywhere = () => [
  gettext("Test for voltage before touching"),
  gettext("Helmet, insulated gloves, insulated shoes"),
];

const BY_KIND = {
  MV: () => [
    gettext("Switching permission from the dispatch desk first"),
    gettext("Earth the line on both sides"),
    gettext("A second person watches"),
  ],
  LV: () => [gettext("Open the upstream switch and hang the sign"), gettext("Beware of power fed back by a generator")],
  METERING: () => [gettext("Check the meter box for voltage on its shell")],
  CUSTOMER_SIDE: () => [gettext("Do not work on the customer's own wiring; explain instead")],
};

/** @param {{fault_kind: string, urgency?: string}} order @returns {string[]} */
export function safetyItems(order) {
  return [...(BY_KIND[order.fault_kind]?.() ?? []), ...everywhere()].slice(0, 4);
}

/** Codes of the order, read to people. */
export const GRADE = { 1: () => gettext("Grade 1"), 2: () => gettext("Grade 2"), 3: () => gettext("Grade 3") };

export const FAULT_KIND = {
  MV: () => gettext("Medium-voltage fault"),
  LV: () => gettext("Low-voltage fault"),
  METERING: () => gettext("Metering fault"),
  CUSTOMER_SIDE: () => gettext("Customer-side fault"),
  QUALITY: () => gettext("Voltage quality"),
  NOT_ELECTRICAL: () => gettext("Not electrical"),
  UNKNOWN: () => gettext("Fault not known yet"),
};

/** Why a crew may turn an offer down; the codes of the offers API. */
export const REJECT_REASONS = [
  ["BUSY", () => gettext("On another job")],
  ["TOO_FAR", () => gettext("Too far")],
  ["NO_SKILL", () => gettext("Skill missing")],
  ["NO_PARTS", () => gettext("Parts missing")],
  ["VEHICLE", () => gettext("Vehicle trouble")],
  ["OTHER", () => gettext("Other reason")],
];
