// What the outage map says beside the words that the server tells.
import { statusWord } from "../js/states.js";
import { word, wordsOf } from "../js/words.js";

/** What is being done about an outage, as the map shows it (rules.js). */
const STAGE = {
  waiting: () => gettext("No crew yet"),
  coming: () => gettext("Crew on its way"),
  working: () => gettext("Crew at work"),
  back: () => gettext("Power is back"),
};
/** @param {string} stage */
export const stageWord = (stage) => STAGE[stage]();

/** @param {string} code */
export const outageStatusWord = (code) => statusWord(code, "OUTAGE");
export const attentionWord = wordsOf("reason");
/** What a person wrote is shown as written. @param {string} [code] */
export const becauseWord = (code = "") => word("because", code, code);
/** What a crew on site said, in one line; `finding` as the outage's evidence has it. */
export const findingWord = (finding) =>
  [
    word("extent", finding.extent),
    finding.cause_class && word("cause", finding.cause_class),
    finding.cause,
    finding.note,
    finding.hazard && gettext("danger"),
    word("effect", finding.effect),
  ]
    .filter(Boolean)
    .join(" · ");

/** Headings of the list: what comes first is named first. */
export const SORTS = {
  unplanned: () => gettext("Faults"), planned: () => gettext("Planned"), restored: () => gettext("Back, 24 h"),
};
