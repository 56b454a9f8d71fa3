// The panels that are figures: six large ones, dark customers by area, arrivals against their limit, twelve hours.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { hourMinute, number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { state, year } from "./data.js";
import { shortName } from "./names.js";
import { Paged } from "./paged.js";
import { darkest, niceTop, polyline } from "./rules.js";

/** A panel with its title; a grey block of the same height until something is known. */
export function Panel({ name, title, aside, children }) {
  return html`<section class=${`panel panel-${name}`} aria-label=${title}>
    <header><h2>${title}</h2>${aside && html`<span class="aside">${aside}</span>`}</header>
    ${state.value === null ? html`<div class="skeleton" aria-hidden="true"></div>` : children}
  </section>`;
}

function Figure({ label, value, unit = "", sub, tone = "" }) {
  return html`<div class=${`figure-cell ${tone}`}><dt>${label}</dt>
    <dd><b class="value">${value ?? "—"}</b>${value && unit && html` <span class="unit">${unit}</span>`}
      <span class="sub">${sub}</span></dd></div>`;
}

const DOT = " · ";

function darkSub({ planned, suspected, life_support }) {
  const parts = [fill(gettext("planned {n}"), { n: number(planned) })];
  if (suspected) parts.push(fill(gettext("suspected places {n}"), { n: number(suspected) }));
  if (life_support) parts.push(fill(gettext("life support {n}"), { n: number(life_support) }));
  return parts.join(DOT);
}

function meanOf(rows) {
  const met = (rows ?? []).filter(({ minutes }) => minutes !== null);
  const count = met.reduce((sum, { arrived }) => sum + arrived, 0);
  return count ? met.reduce((sum, { minutes, arrived }) => sum + minutes * arrived, 0) / count : null;
}

function arrivalSub() {
  if (year.value === null) return "";
  const [now, before] = [meanOf(year.value.arrival), meanOf(year.value.arrival_before)];
  return fill(gettext("month {now} · last year {before}"), { now: number(now, 1), before: number(before, 1) });
}

/** Somebody who waits too long is an alarm; a reply or a call-back that is late is not. */
const lateTone = ({ overdue, overdue_waiting }) => (overdue_waiting ? "alarm" : overdue ? "near" : "");

export function Figures() {
  const known = state.value;
  const { dark, orders, crews } = known ?? {};
  const cells = known && [
    { label: gettext("Without power now"), value: number(dark.customers), unit: gettext("customers"),
      sub: darkSub(dark), tone: dark.life_support ? "alarm" : "" },
    { label: gettext("Power back today"), value: number(dark.restored_today), unit: gettext("customers"),
      sub: gettext("after faults, since 00:00") },
    { label: gettext("Open repairs"), value: number(orders.open),
      sub: fill(gettext("waiting {n} · told today {m}"),
        { n: number(orders.pending), m: number(orders.orders_today) }) },
    { label: gettext("Past a limit"), value: number(orders.overdue), tone: lateTone(orders),
      sub: fill(gettext("before power is back {n} · paperwork {m}"),
        { n: number(orders.overdue_waiting), m: number(orders.overdue - orders.overdue_waiting) }) },
    { label: gettext("Crews out"), value: number(crews.en_route + crews.on_site),
      unit: fill(gettext("of {n} on duty"), { n: number(crews.on_duty) }),
      sub: fill(gettext("on the way {n} · at work {m}"),
        { n: number(crews.en_route), m: number(crews.on_site) }) },
    { label: gettext("Mean arrival today"), unit: gettext("min"),
      value: known.arrival_minutes === null ? null : reported(known.arrival_minutes, 1),
      sub: arrivalSub() },
  ];
  return html`<section class="panel panel-figures" aria-label=${gettext("Figures of this moment")}>
    ${cells ? html`<dl>${cells.map((cell) => html`<${Figure} key=${cell.label} ...${cell} />`)}</dl>`
      : html`<div class="skeleton" aria-hidden="true"></div>`}</section>`;
}

const MANY = 2000; // customers of one area: from here on the bar is amber, as on the map

function AreaBar({ area, most }) {
  return html`<li class="area-row"><span class="clip">${shortName(area)}</span>
    <svg class=${`bar ${area.customers >= MANY ? "near" : ""}`} viewBox="0 0 100 10" preserveAspectRatio="none"
      aria-hidden="true"><rect width=${(100 * area.customers) / most} height="10" /></svg>
    <b>${number(area.customers)}</b></li>`;
}

export function Areas() {
  const areas = darkest(state.value?.areas ?? []);
  return html`<${Panel} name="areas" title=${gettext("Without power by area")} aside=${gettext("customers")}>
    ${areas.length === 0 ? html`<p class="empty">${gettext("Nobody is known to be without power.")}</p>`
      : html`<${Paged} rows=${areas} rem=${1.75} row=${(area) => html`<${AreaBar} key=${area.code} area=${area}
        most=${areas[0].customers} />`} />`}</${Panel}>`;
}

/** Mean against the promised limit: the bar is the mean, the line the limit, the diamond the same month a year ago. */
function Bullet({ row, before }) {
  const limit = row.limit_minutes;
  const end = Math.max(limit ?? 0, row.minutes ?? 0, before ?? 0, 1) * 1.15;
  const at = (minutes) => (100 * minutes) / end;
  const over = limit !== null && row.minutes !== null && row.minutes > limit;
  return html`<li class="arrival-row">
    <span class="clip">${word("area", row.area_kind)}</span>
    <svg class=${`bullet ${over ? "over" : ""}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="10" />
      <rect class="mean" y="2" height="6" width=${at(row.minutes ?? 0)} />
      ${limit !== null && html`<rect class="limit" x=${at(limit) - 0.4} width="0.8" height="10" />`}
      ${before !== null && html`<rect class="before" x=${at(before) - 1} y="3" width="2" height="4" />`}</svg>
    <b>${number(row.minutes, 1)}</b><span class="of">${limit === null ? "" : `/ ${number(limit)}`}</span>
    <span class="kept">${row.kept_percent === null ? "—" : `${number(row.kept_percent, 1)} %`}</span></li>`;
}

export function Arrival() {
  const rows = state.value?.arrival ?? [];
  const before = Object.fromEntries((year.value?.arrival_before ?? []).map((each) => [each.area_kind, each.minutes]));
  return html`<${Panel} name="arrival" title=${gettext("Arrival today")} aside=${gettext("min / limit · kept")}>
    <ul>${rows.map((row) => html`<${Bullet} key=${row.area_kind} row=${row}
      before=${before[row.area_kind] ?? null} />`)}
    </ul><p class="legend"><span class="key-limit"></span>${gettext("limit")}<span class="key-before"></span>
      ${gettext("mean of this month a year ago")}</p></${Panel}>`;
}

const W = 400, H = 120;

export function Trend() {
  const trend = state.value?.trend;
  const top = trend ? niceTop(Math.max(...trend.reported, ...trend.restored, 1)) : 5;
  const start = Date.parse(trend?.start ?? "");
  const hours = trend ? [0, 3, 6, 9, 12] : [];
  const sum = (values) => number(values.reduce((all, value) => all + value, 0));
  const words = trend && fill(gettext("In twelve hours {n} repairs were told and {m} restored."),
    { n: sum(trend.reported), m: sum(trend.restored) });
  return html`<${Panel} name="trend" title=${gettext("Told and restored")} aside=${gettext("repairs / 15 min")}>
    ${trend && html`<div class="chart"><svg viewBox=${`0 0 ${W} ${H}`} preserveAspectRatio="none" role="img"
      aria-label=${words}>
      <line class="rule" x1="0" x2=${W} y1="0.5" y2="0.5" /><line class="rule" x1="0" x2=${W} y1=${H / 2} y2=${H / 2} />
      <line class="rule" x1="0" x2=${W} y1=${H - 0.5} y2=${H - 0.5} />
      <polyline class="reported" points=${polyline(trend.reported, top, W, H)} />
      <polyline class="restored" points=${polyline(trend.restored, top, W, H)} /></svg>
      <span class="top">${number(top)}</span><span class="middle">${number(top / 2, 1)}</span></div>
    <p class="hours" aria-hidden="true">${hours.map((hour) => html`<span key=${hour}>
      ${hourMinute(start + hour * 3_600_000)}</span>`)}</p>
    <p class="legend"><span class="key-reported"></span>${gettext("told")} ${sum(trend.reported)}
      <span class="key-restored"></span>${gettext("restored")} ${sum(trend.restored)}</p>`}</${Panel}>`;
}
