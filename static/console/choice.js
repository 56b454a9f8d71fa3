// The crew a person is about to send, order by order, with the reason as typed. It follows the crew, never its rank.
import { draft } from "../js/drafts.js";

const BLANK = { crew_id: null, crew_name: "", reason: "" };

/** Whose forms and drafts these are. */
export const nameOf = (order) => `order ${order.id}`;
export const choiceOf = (order) => draft(`crew ${order.id}`, BLANK);
/** The same for an order that a crew holds already; `overtaken`: it was meant for an order that still waited. */
export const changeOf = (order) => draft(`reassign ${order.id}`, { ...BLANK, overtaken: false });

/**
 * The chosen one of the candidates. Nobody chose: who is asked already, else the first.
 * A chosen crew that fell out of the list leaves nothing chosen, rather than another crew one Enter away.
 */
export function chosenAmong(candidates, { crewId, offers }) {
  if (crewId !== null) return candidates.find((one) => one.crew_id === crewId) ?? null;
  const asked = offers.filter((offer) => offer.status === "OFFERED").map((offer) => offer.crew_id);
  if (asked.length > 0) return candidates.find((one) => asked.includes(one.crew_id)) ?? null;
  return candidates[0] ?? null;
}
