// @ts-check
// Whether the alarms can be worked: load of a seat, floods, what stands too long, shares of the grades; each against
// what is asked of such a system, with what it means and the alarms that stood too long.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { duration, fullMoment, number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { second } from "../live/store.js";
import { Unread } from "../ui/panel.js";

const answer = signal(/** @type {any} */ (null));
let days = /** @type {Record<string, string>} */ ({});

/** Of the days of the headline table. @param {{since: string, until: string}} asked */
export function readAlarms({ since, until }) {
  days = { since, until };
  const mine = days;
  return get("alarm-health/", mine).then((body) => ({ body }), (problem) => ({ problem }))
    .then((found) => mine === days && (answer.value = found));
}

/** @param {{label: string, value: string, limit: string, missed: boolean, means: string}} props */
const Tile = ({ label, value, limit, missed, means }) => html`<div class="alarm-tile"><dt>${label}</dt>
  <dd><b>${value}</b> <span class=${missed ? "missed" : "quiet"}>${limit}</span></dd>
  <dd class="quiet">${means}</dd></div>`;

/** @param {{share: any}} props */
const Share = ({ share }) => html`<tr><th scope="row">${fill(gettext("Grade {n}"), { n: share.grade })}</th>
  <td>${number(share.alarms)}</td>
  <td class="share-cell"><svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width=${share.percent ?? 0} height="8" /><line class="target-line" x1=${share.target} x2=${share.target}
      y1="0" y2="8" /></svg></td>
  <td>${share.percent === null ? "—" : `${reported(share.percent, 1)} %`}</td>
  <td class="quiet">${fill(gettext("about {n} %"), { n: share.target })}</td></tr>`;

/** @param {any} each */
const stoodFor = (each) => duration(((each.cleared_at ? Date.parse(each.cleared_at) : Date.now()) -
  Date.parse(each.raised_at)) / 60_000);

const HEADS = () => [gettext("Alarm"), gettext("About"), gettext("Raised"), gettext("Stood for")];

/** @param {{body: any}} props */
const Stale = ({ body }) => body.stale.length > 0 && html`<details class="stale-alarms"><summary>${
    fill(gettext("The alarms that stood for a day: {n}"), { n: number(body.stale_count) })}</summary>
  <div class="alarm-scroll" tabindex="0" role="group" aria-label=${gettext("Alarms that stood for a day")}>
  <table class="figure-table"><thead><tr>${HEADS().map(
    (head) => html`<th scope="col" key=${head}>${head}</th>`)}</tr></thead>
  <tbody>${body.stale.map((/** @type {any} */ each) => html`<tr key=${each.id}>
    <th scope="row">${word("reason", each.code)}</th><td>${each.subject_name}</td>
    <td>${fullMoment(each.raised_at, second.peek())}</td><td>${stoodFor(each)}</td></tr>`)}</tbody></table>
  </div></details>`;

/** @param {{body: any}} props */
const Health = ({ body }) => html`<dl class="alarm-tiles">
  <${Tile} label=${gettext("Alarms per seat and ten minutes")} means=${fill(
    gettext("{n} alarms while somebody was on duty ÷ seats × ten minutes: {seats}"),
    { n: number(body.seated_alarms), seats: number(body.seat_slots) })}
    value=${body.per_seat === null ? "—" : reported(body.per_seat, 2)} missed=${body.per_seat > body.per_seat_target}
    limit=${fill(gettext("at most {n}"), { n: number(body.per_seat_target) })} />
  <${Tile} label=${gettext("Minutes of flood")} value=${number(body.flood_minutes)} missed=${body.flood_minutes > 0}
    limit=${gettext("none in an ordinary week")}
    means=${fill(gettext("Ten minutes with more than {n} alarms per seat."), { n: body.flood_above })} />
  <${Tile} label=${gettext("Stood for a day")} value=${number(body.stale_count)} missed=${body.stale_count > 0}
    limit=${gettext("none")} means=${fill(
      gettext("Of {n} alarms: raised in these days, over only after 24 hours or not yet."), { n: number(body.alarms) })}
  /></dl>
  <table class="figure-table alarm-shares"><caption class="sr-only">${gettext("Alarms by grade")}</caption>
    <thead><tr><th scope="col">${gettext("Alarms by grade")}</th><th scope="col">${gettext("How many")}</th>
      <th scope="col"><span class="sr-only">${gettext("Bar")}</span></th><th scope="col">${gettext("Share")}</th>
      <th scope="col">${gettext("Target")}</th></tr></thead>
    <tbody>${body.shares.map((/** @type {any} */ share) => html`<${Share} key=${share.grade} share=${share} />`)}
    </tbody></table>
  <${Stale} body=${body} />`;

export function AlarmHealth() {
  const { body, problem } = answer.value ?? {};
  if (!body && !problem) return null;
  return html`<section class="alarm-health one-figure" aria-label=${gettext("Can the alarms be worked?")}>
    <h2>${gettext("Can the alarms be worked?")}</h2>
    ${problem ? html`<${Unread} problem=${problem} again=${() => readAlarms(/** @type {any} */ (days))} />`
      : html`<${Health} body=${body} />`}</section>`;
}
