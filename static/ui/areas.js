// The areas of the command centre: links in the top bar, and G + letter.
import { may } from "../js/rights.js";

/**
 * `aside`: in the user menu alone, for what is looked at once a week.
 * @type {{name: string, path: string, key: string, right: string, word: () => string, aside?: boolean}[]}
 */
const AREAS = [
  { name: "board", path: "/", key: "d", right: "read_orders", word: () => gettext("Board") },
  { name: "calls", path: "/calls/", key: "c", right: "report", word: () => gettext("Call desk") },
  { name: "outages", path: "/outages/", key: "m", right: "read_outages", word: () => gettext("Outages") },
  { name: "orders", path: "/orders/", key: "l", right: "read_orders", word: () => gettext("Orders") },
  { name: "connections", path: "/connections/", key: "y", right: "read_orders", word: () => gettext("Connections") },
  { name: "supervision", path: "/supervision/", key: "s", right: "read_orders", word: () => gettext("Supervision") },
  { name: "crews", path: "/crews/", key: "j", right: "read_orders", word: () => gettext("Crews") },
  { name: "complaints", path: "/complaints/", key: "k", right: "complaints", word: () => gettext("Complaints") },
  { name: "headline", path: "/figures/", key: "f", right: "read_orders", aside: true,
    word: () => gettext("Headline figures") },
  { name: "reports", path: "/reports/weekly/", key: "r", right: "read_orders", aside: true,
    word: () => gettext("Weekly report") },
  { name: "etr", path: "/etr/", key: "e", right: "read_orders", aside: true,
    word: () => gettext("Told restoration times") },
  { name: "exports", path: "/exports/", key: "b", right: "read_orders", aside: true, word: () => gettext("My files") },
  { name: "wall", path: "/wall/", key: "w", right: "read_outages", aside: true, word: () => gettext("Wall") },
  { name: "wall-screens", path: "/wall/screens/", key: "x", right: "wall_screens", aside: true,
    word: () => gettext("Wall screens") },
  { name: "messages", path: "/messages/", key: "t", right: "read_customers", word: () => gettext("Messages") },
  { name: "handover", path: "/handover/", key: "h", right: "duty", word: () => gettext("Hand-over") },
];

export const areas = () => AREAS.filter((area) => may(area.right));

/** The list of orders opens any number, of any kind and age. @param {string} number */
export const addressOfOrder = (number) => `/orders/?o=${encodeURIComponent(number)}`;
/** @param {string} search */
export const addressOfSearch = (search) => `/orders/?search=${encodeURIComponent(search)}`;
