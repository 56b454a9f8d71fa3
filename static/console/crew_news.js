// For the desk: which order is there already, and whose it is, in one line.
import { hourMinute } from "../js/format.js";
import { fill } from "../js/text.js";
import { statusWord } from "../js/states.js";

/** @param {{number: string, crew: string, status: string, eta_at: string|null}} news as the API tells a caller */
export const orderNews = ({ number, crew, status, eta_at: eta }) =>
  [
    `…${number.slice(-7)}`,
    crew,
    statusWord(status),
    eta && fill(gettext("arrives about {time}"), { time: hourMinute(eta) }),
  ]
    .filter(Boolean)
    .join(" · ");
