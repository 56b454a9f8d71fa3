// @ts-check
// The week of appointments: units and their managers by half days, with the room that is left. A block opens its case;
// it is moved by a drag or by M, through the verb and the form that the server tells.
import { effect, html, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { openVerb } from "../console/actions.js";
import { details } from "../console/detail_data.js";
import { Detail } from "../console/detail.js";
import { selectedId } from "../console/selection.js";
import { say } from "../js/notice.js";
import { onOrder } from "../live/store.js";
import { ask, list, question, refresh, setFilter, startList, useList } from "../orders/list_data.js";
import { openOrder, startOpened } from "../orders/open_order.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { caseOf } from "./case.js";
import { KIND, startCase } from "./case_data.js";
import { calendarKeys } from "./calendar_keys.js";
import { Week, WeekTools } from "./week.js";
import { daysLater, walked } from "./week_rules.js";

const VERB = "move-appointment";
const REST_MS = 1500;
const WEEK = {
  path: "visit-calendar/", usual: "", kind: KIND,
  rowsOf: (/** @type {any} */ body) => walked(body.appointments),
};

/** Where a case is to be moved to, until its verbs are known: {number, starts_at}. */
const wanted = signal(/** @type {{number: string, starts_at: string} | null} */ (null));

/** Opens the form of the move; `starts_at` "" leaves the choice of the time to the form. */
export function move(/** @type {string} */ number, starts_at = "") {
  wanted.value = { number, starts_at };
  openOrder({ number });
}

/** The time of the form that is this moment: the same moment may be written in another way. */
function offered(/** @type {any} */ record, /** @type {string} */ moment) {
  const verb = record.verbs.find((/** @type {any} */ each) => each.verb === VERB);
  const slot = verb?.form.find((/** @type {any} */ field) => field.type === "slot");
  return slot?.choices.find(([code]) => Date.parse(code) === Date.parse(moment))?.[0];
}

/** Who moves it at the desk is the utility, until the person says otherwise: what was not kept is not made the
 * customer's wish by a default. */
function openForm(/** @type {any} */ record, /** @type {string} */ moment) {
  const slot = moment && offered(record, moment);
  if (moment && slot === undefined && openVerb(VERB, {}) === "")
    return say(gettext("This half day is not offered for this case: choose another one in the form."), "alarm");
  if (openVerb(VERB, { by: "UTILITY", ...(slot ? { slot } : {}) }) !== "")
    say(gettext("There is no appointment of this case that could be moved now."), "alarm");
}

function startMoving() {
  effect(() => {
    const { record } = details.value;
    const asked = wanted.value;
    untracked(() => {
      if (!asked || record?.number !== asked.number) return;
      wanted.value = null;
      openForm(record, asked.starts_at);
    });
  });
}

/** @type {any} */
let resting = null;

function startFollowing() {
  onOrder(() => {
    resting ??= setTimeout(() => {
      resting = null;
      if (!document.hidden) refresh();
    }, REST_MS);
  });
}

export const goWeeks = (/** @type {number} */ weeks) =>
  list.peek().body && setFilter("day", daysLater(list.peek().body.days[0].on, weeks));
export const goToday = () => ask((/** @type {any} */ now) => {
  const { day: _, ...filters } = now.filters;
  return { ...now, filters };
});

const KEYS = calendarKeys({ move, goWeeks, goToday });

function Page() {
  return html`<${Frame} area="connections" title=${gettext("Appointments")} keys=${KEYS}
    kind=${`order-page case-page ${selectedId.value === null ? "" : "has-detail"}`}>
    <div class="order-columns"><div class="order-list"><${WeekTools} goWeeks=${goWeeks} goToday=${goToday} />
      <${Week} onDrop=${move} /></div>
      ${selectedId.value !== null && html`<${Detail} more=${caseOf} />`}</div>
  </${Frame}>`;
}

export function mountCalendar(/** @type {HTMLElement} */ element, /** @type {any} */ props) {
  useList(WEEK);
  const start = [startCase, startList, startOpened, startFollowing, startMoving];
  mountScreen(element, props, { page: Page, keys: KEYS, start });
}

