// @ts-check
// What a row of the pipeline says: whose the minutes were, which of the two appointments and the follow-up are done,
// how much of the limit is used. No page, no network.

/** @typedef {{status: string, starts_at: string, agreed_at: string | null, arrived_at: string | null}} Visit */

/** The owners in the order of the bar. */
export const OWNERS = ["UTILITY", "CUSTOMER", "PERMIT_OFFICE", "CONTRACTOR"];

/**
 * The parts of the bar, those that are nothing left out; whole per cent that add up to a hundred.
 * @param {Record<string, number>} minutes by owner
 * @returns {{owner: string, percent: number}[]}
 */
export function partsOf(minutes) {
  const had = OWNERS.map((owner) => ({ owner, minutes: minutes[owner] ?? 0 })).filter((part) => part.minutes > 0);
  const total = had.reduce((sum, part) => sum + part.minutes, 0);
  let given = 0;
  let counted = 0;
  return had.map(({ owner, minutes: own }) => {
    counted += own;
    const upTo = Math.round((100 * counted) / total);
    const percent = upTo - given;
    given = upTo;
    return { owner, percent };
  });
}

/**
 * "done", "missed", "confirmed", "made" or "unmade".
 * @param {Visit | null} visit
 */
export function stateOfVisit(visit) {
  if (!visit) return "unmade";
  if (visit.status === "KEPT") return "done";
  if (visit.status === "MISSED") return "missed";
  return visit.agreed_at ? "confirmed" : "made";
}

/**
 * The follow-up in the same words; a customer who is not satisfied is one that was missed.
 * @param {{satisfaction: string} | null} call
 */
export function stateOfFollowUp(call) {
  if (!call) return "unmade";
  if (call.satisfaction === "NOT_REACHED") return "made";
  return call.satisfaction === "UNSATISFIED" ? "missed" : "done";
}

/**
 * "over", "near" (seven tenths are used) or "".
 * @param {{utility_working_days: number, limit_working_days: number | null}} time
 */
export function useOf({ utility_working_days: used, limit_working_days: limit }) {
  if (!limit) return "";
  if (used > limit) return "over";
  return used >= 0.7 * limit ? "near" : "";
}
