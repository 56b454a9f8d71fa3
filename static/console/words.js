// What the board says beside the words that the server tells.
import { fill } from "../js/text.js";
import { unitName, word } from "../js/words.js";
import { named } from "../js/names/names.js";

const TAB = {
  pending: () => gettext("To dispatch"), en_route: () => gettext("On the way"), on_site: () => gettext("On site"),
  suspended: () => gettext("Suspended"), all: () => gettext("All"),
};
/** @param {string} tab */
export const tabWord = (tab) => TAB[tab]();

/** The address as told; a pin without words is named by its unit. */
export const placeOf = (order) =>
  named(order.place) ||
  (order.located ? `${unitName(order.centre)} ${unitName(order.unit)}` : gettext("Place unknown"));

/** An alarm in words; of a limit ("over:ARRIVE") which one. `isCounted`: a countdown beside it says "over" already. */
export function alarmSentence({ code, detail, addressee }, isCounted) {
  if (addressee) return fill(gettext("Escalated to {name}"), { name: addressee });
  const [what, clock] = code.split(":");
  if (clock && what === "over" && isCounted) return word("clock", clock);
  if (clock) return `${word("reason", what)} · ${word("clock", clock)}`;
  return detail?.entries ? `${word("reason", code)} (${detail.entries})` : word("reason", code);
}
