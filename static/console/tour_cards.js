// @ts-check
// The first ten minutes on the board, card by card.
import { may } from "../js/rights.js";
import { selectedId } from "./selection.js";

let first = /** @type {any} */ (null);

/** Another order than the one with which the card began. */
function hasMovedOn() {
  if (first === null) first = selectedId.value;
  return selectedId.value !== null && selectedId.value !== first;
}

/** Made once, when it is known who looks. @type {import("../ui/tour.js").Card[] | undefined} */
let made;
export const cards = () => (made ??= all());

/** @returns {import("../ui/tour.js").Card[]} */
const all = () => [
  {
    of: ".kpis", title: () => gettext("Your area at a glance"),
    words: () => gettext("The numbers of your area, now. A press on one shows the orders behind it."),
  },
  {
    of: ".queue", title: () => gettext("What waits is on the left"),
    words: () => gettext("The most urgent order comes first; its clock says until when. Go to one with J and K."),
    done: () => selectedId.value !== null,
  },
  {
    of: ".detail", title: () => gettext("Everything about one order"),
    words: () => gettext(
      "Where it is, who told it, what the crew did so far, and what can be done now: each button has its letter.",
    ),
    done: hasMovedOn,
  },
  ...(may("dispatch") ? [{
    of: ".detail .panel", title: () => gettext("Who goes, and why"),
    words: () => gettext(
      "The nearest crew is asked by itself. Where an order waits for you: 1 to 5 chooses a crew, Enter sends it.",
    ),
  }, {
    of: ".undo", title: () => gettext("Ten seconds to change your mind"),
    words: () => gettext(
      "What has a way back can be taken back at once with Ctrl+Z. It stays in the history as what it was.",
    ),
  }] : []),
  {
    of: ".map", title: () => gettext("The same on the map"),
    words: () => gettext("M shows the chosen order, 0 the whole area; crews move as they report where they are."),
  },
  {
    of: ".alarms", title: () => gettext("What must not be missed"),
    words: () => gettext("Alarms stay here until somebody has acknowledged them: A takes the next one."),
  },
  {
    of: ".detail .facts", title: () => gettext("The customer follows it too"),
    words: () => gettext(
      "Copy the customer link of an order and open it on a phone: it is what the customer sees, live.",
    ),
  },
  {
    of: ".top", title: () => gettext("From anywhere to anything"),
    words: () => gettext(
      "Ctrl+K finds orders, crews, customers and screens; ? lists all keys. The tour is in the user menu.",
    ),
  },
];
