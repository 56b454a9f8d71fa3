// Eight figures; colour only when a limit is broken; a figure that is a set of orders filters the queue.
import { computed, html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { countFigures, NO_FILTER } from "./queue_rules.js";
import { showView } from "./selection.js";
import { kpis, loaded, orders, ordersSettled, second } from "../live/store.js";

/** Counted here from the orders on the board, so that a figure, its tab and the list behind it never disagree. */
const figures = computed(() => {
  ordersSettled.value;
  return loaded.value ? countFigures(orders.values(), second.value) : {};
});

function show(tab, change = {}) {
  showView({ tab, filter: { ...NO_FILTER, ...change } }, "");
}

const yesterday = (value, digits) =>
  value === null || value === undefined ? "" : fill(gettext("yesterday {n}"), { n: number(value, digits) });

/** Averages of a demo that drives and repairs faster than life are no figures of a day's work: told beside them. */
const simulated = (pace) => (pace ? fill(gettext("Demo {n}×"), { n: number(pace) }) : "");

function cells(k) {
  const mark = simulated(k.pace);
  const orders = gettext("orders");
  const minutes = gettext("min");
  return [
    { label: gettext("To dispatch"), value: number(k.pending), unit: orders, go: () => show("pending") },
    {
      label: gettext("Over the limit"),
      value: number(k.overdue),
      unit: orders,
      alarm: k.overdue > 0,
      go: () => show("all", { due: "over" }),
    },
    {
      label: gettext("Close to the limit"),
      value: number(k.due_soon),
      unit: orders,
      go: () => show("all", { due: "soon" }),
    },
    { label: gettext("On the way"), value: number(k.en_route), unit: orders, go: () => show("en_route") },
    { label: gettext("On site"), value: number(k.on_site), unit: orders, go: () => show("on_site") },
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
      beside: fill(gettext("today {n} orders"), { n: number(k.orders_today) }),
    },
  ];
}

function Cell({ label, value, unit, mark, beside, alarm, go }) {
  const inside = html`<span class="kpi-label clip">${label}${mark && html` <span class="kpi-mark">${mark}</span>`}
    </span>
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
