// Eight figures; colour only when a limit is broken; a figure that is a set of orders filters the queue.
import { computed, html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { within } from "./areas_told.js";
import { countFigures, NO_FILTER } from "./queue_rules.js";
import { filter, showView } from "./selection.js";
import { kpis, loaded, orders, ordersSettled, second, user } from "../live/store.js";

const area = computed(() => filter.value.area);

/**
 * Of the chosen area, counted here from the orders on the board, so that a figure, its tab and the list behind it never
 * disagree.
 */
const figures = computed(() => {
  ordersSettled.value;
  return loaded.value ? countFigures(orders.values(), second.value, area.value, within) : {};
});

function show(tab, change = {}) {
  showView({ tab, filter: { ...NO_FILTER, area: area.peek(), ...change } }, "");
}

const yesterday = (value, digits) =>
  value === null || value === undefined ? "" : fill(gettext("yesterday {n}"), { n: number(value, digits) });

/** The server reckons its figures of all that one may see: said where the others are of a chosen area. */
function ofWhole() {
  const scope = user.value?.scope;
  if (!area.value) return "";
  return scope ? fill(gettext("all of {area}"), { area: unitName(scope) }) : gettext("All areas");
}

/** Averages of a demo that drives and repairs faster than life are no figures of a day's work: told beside them. */
const simulated = (pace) => (pace ? fill(gettext("Demo {n}×"), { n: number(pace) }) : "");

function cells(k) {
  const whole = ofWhole();
  const mark = [whole, simulated(k.pace)].filter(Boolean).join(" · ");
  const minutes = gettext("min");
  const counted = (label, value, go) =>
    ({ label, value: number(value), unit: gettext("orders"), mark: area.value && unitName(area.value), go });
  return [
    counted(gettext("To dispatch"), k.pending, () => show("pending")),
    { ...counted(gettext("Over the limit"), k.overdue, () => show("all", { due: "over" })), alarm: k.overdue > 0 },
    counted(gettext("Close to the limit"), k.due_soon, () => show("all", { due: "soon" })),
    counted(gettext("On the way"), k.en_route, () => show("en_route")),
    counted(gettext("On site"), k.on_site, () => show("on_site")),
    {
      label: gettext("Average arrival"),
      value: number(k.arrival_minutes, 1),
      unit: minutes,
      mark,
      beside: yesterday(k.arrival_minutes_yesterday, 1),
    },
    {
      label: gettext("Average repair"),
      value: number(k.repair_minutes),
      unit: minutes,
      mark,
      beside: yesterday(k.repair_minutes_yesterday),
    },
    {
      label: gettext("Accepted in time"),
      value: number(k.accept_in_time_percent, 1),
      unit: "%",
      mark: whole,
      beside: fill(gettext("today {n} orders"), { n: number(k.orders_today) }),
    },
  ];
}

function Cell({ label, value, unit, mark, beside, alarm, go }) {
  const inside = html`<span class="kpi-label clip" title=${mark}>${label}${
    mark && html` <span class="kpi-mark">${mark}</span>`}</span>
    <span class="kpi-value"><b class="figure">${value}</b> <span class="unit">${value === "—" ? "" : unit}</span></span>
    ${beside && html`<span class="kpi-beside quiet clip">${beside}</span>`}`;
  const classes = `kpi ${alarm ? "alarm" : ""}`;
  return go
    ? html`<li><button class=${`${classes} inset-focus`} onClick=${go}>${inside}</button></li>`
    : html`<li><div class=${classes}>${inside}</div></li>`;
}

export function KpiStrip() {
  return html`<ul class="kpis" aria-label=${gettext("Key figures")}>
    ${cells({ ...kpis.value, ...figures.value }).map((cell) => html`<${Cell} key=${cell.label} ...${cell} />`)}</ul>`;
}
