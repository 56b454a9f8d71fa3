// @ts-check
// A call as it is typed, as it is filed and as it is read out afterwards. No page, no network.
import { bodyOf as reportOf, fromCustomer } from "../console/report_draft.js";
import { bodyOf as matterOf } from "../orders/matter_draft.js";

export const FAULT = "FAULT";

/**
 * @typedef {{kind: string, sub_kind: string, source: string, name: string, phone: string, customer_number: string,
 *   meter_number: string, address: string, description: string, about: string, same_as: string, concerns: string,
 *   confidential: string, category: string, grade: string, key: string,
 *   customer: {number: string, name: string, phone: string, address: string} | null}} Call
 */

/** @param {string} source how calls come in at this desk @returns {Call} */
export const blank = (source) => ({
  kind: FAULT, sub_kind: "", source, name: "", phone: "", customer_number: "", meter_number: "", address: "",
  description: "", about: "", same_as: "", concerns: "", confidential: "", category: "", grade: "", key: "",
  customer: null,
});

/** @param {any} found a row of `GET customers/` @returns {Partial<Call>} what it changes */
export function pickedFrom(found) {
  const { customer, ...plain } = fromCustomer(found);
  const { name, phone, address } = /** @type {any} */ (customer);
  return { ...plain, customer: { number: found.customer_number, name, phone, address } };
}

/** What belongs to one kind alone is asked anew for another. @param {string} kind @returns {Partial<Call>} */
export const asKind = (kind) => ({ kind, sub_kind: "", same_as: "", category: "", grade: "" });

/**
 * Where a call is filed, and its body.
 * @param {Call} call @returns {[string, object]}
 */
export function requestOf(call) {
  const { source, name, phone, customer_number, meter_number, address, description, key } = call;
  const said = { source, name, phone, customer_number, meter_number, address, description, key };
  if (call.kind === FAULT) return ["fault-reports/", reportOf({ ...said, customer: null })];
  const { kind, sub_kind, about, same_as, concerns, confidential, category, grade } = call;
  const alleged = kind === "COMPLAINT" ? { category, grade } : {};
  const matter = /** @type {any} */ ({ ...said, kind, sub_kind, about, same_as, concerns, confidential, ...alleged });
  return ["matters/", matterOf(matter)];
}

/**
 * What is kept of the answer until the next call; `case` says which sentence is read out.
 * @typedef {{number: string, case: string, at: string, code: string, words: string, trouble: string,
 *   customer: string, link: boolean}} Told
 * `customer`: the number of who is still on the line; `link`: theirs may be sent
 */

/** @type {Told} */
export const NOTHING_TOLD = { number: "", case: "", at: "", code: "", words: "", trouble: "", customer: "",
  link: false };

/** @param {any} answer of POST fault-reports/ @returns {Told} */
export function toldOfReport(answer) {
  const told = { ...NOTHING_TOLD, number: answer.number, link: Boolean(answer.tracking_url) };
  const trouble = (answer.warnings ?? []).map((/** @type {any} */ one) => one.detail).join(" ");
  const outage = answer.known_outage;
  if (outage) return { ...told, case: outage.etr_at ? "known" : "known_open", at: outage.etr_at ?? "", trouble };
  if (answer.urged) return { ...told, case: "urged", words: answer.crew?.words ?? "", trouble };
  return { ...told, case: answer.arrive_due_at ? "crew" : "in", at: answer.arrive_due_at ?? "", trouble };
}

/** @param {any} answer of POST matters/ @returns {Told} */
export const toldOfMatter = (answer) => ({
  ...NOTHING_TOLD, number: answer.number, at: answer.customer_due_at ?? "", code: answer.customer_due_code,
  case: (answer.joined ? "joined" : "matter") + (answer.customer_due_at ? "_due" : ""),
});
