// @ts-check
// The page of one figure: its value and what it means, thirteen months, the units of the area, its parts, the hours of
// the week, and the rows behind it. Unit and days stand in the address.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { focusOn } from "../ui/keys.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { DayField } from "../ui/period.js";
import { TakeFile } from "../ui/take_file.js";
import { AsItStood, AsOfField } from "./as_of.js";
import { answers, ask, asked, code, PLACES, queryOf, read, startFigure } from "./asked.js";
import { Months, Pareto, Week } from "./charts.js";
import { Ranking } from "./ranking.js";
import { changeLine, ofWords, unitWord, written } from "./rules.js";
import { Rows } from "./rows.js";
import { Narrow, NARROWED } from "./narrow.js";
import { UnitChoice, units } from "./unit_choice.js";

/** @type {Record<string, () => string>} */
const PARTS = {
  urban: () => gettext("By kind of area"), cause: () => gettext("By cause"), channel: () => gettext("By channel"),
  kind: () => gettext("By kind"), voltage: () => gettext("By voltage"),
};
/** @type {Record<string, () => string>} */
const DIRECTIONS = {
  less: () => gettext("Less is better."), more: () => gettext("More is better."),
  neither: () => gettext("Neither more nor less is better."),
};

/** The pages that tell of the same unit and days: the week as it was told, and what came of told times. */
function Beside() {
  const { from, to } = asked.value;
  const unit = units.value.some((each) => each.code === asked.value.unit) ? asked.value.unit : "";
  const told = new URLSearchParams(Object.entries({ unit, from, to }).filter(([, value]) => value));
  return code.startsWith("estimate_")
    ? html`<a class="button small" href=${`/etr/?${told}`}>${gettext("Told restoration times")}</a>`
    : html`<a class="button small" href=${`/reports/weekly/${unit && `?${new URLSearchParams({ unit })}`}`}>
      ${gettext("Weekly report")}</a>`;
}

/** What this figure knows of. */
const narrowedBy = () =>
  NARROWED.filter((kind) => answers.value[""]?.body?.definition.by.includes(kind) || asked.value[kind]);

function Period() {
  const day = (/** @type {"from" | "to"} */ name, /** @type {string} */ label) => html`<${DayField} name=${name}
    label=${label} value=${asked.value[name]} choose=${(/** @type {string} */ value) => ask({ [name]: value })} />`;
  return html`<div class="figure-period no-print"><a class="button small" href="/figures/">${gettext("All figures")}
    <kbd class="key">W</kbd></a><${Beside} /><${UnitChoice} chosen=${asked.value.unit}
      name=${answers.value[""]?.body?.place_name} choose=${(/** @type {string} */ unit) => ask({ unit })} />
    ${day("from", gettext("From"))}${day("to", gettext("Until"))}
    ${!asked.value.as_of && html`<${Narrow} asked=${asked.value} kinds=${narrowedBy()} choose=${ask} />`}
    <${AsOfField} />
    <button class="button small" onClick=${() => print()}>${gettext("Print")}</button></div>`;
}

/** @param {{label: string, told: any, change: any, unit: string}} props */
const Compared = ({ label, told, change, unit }) => html`<div><dt>${label}</dt>
  <dd>${written(told.value, unit)} <span class="quiet">${unitWord(unit)}</span></dd>
  <dd class="change">${changeLine(change, unit)}</dd></div>`;

/** Points that another figure takes off, and its own page. @param {{each: any}} props */
const TakenOff = ({ each }) => html`<div class="taken-off"><dt>${gettext("Taken off")}</dt>
  <dd>${written(each.points, "percent")} <span class="quiet">${gettext("points")}</span></dd>
  <dd class="change"><a class="row-link" href=${`/figures/${each.code}/?${new URLSearchParams(
    queryOf(asked.value))}`}>${fill(each.points ? gettext("{figure} {value} % under {floor} %")
    : gettext("{figure} {value} %, asked for {floor} %"), { figure: each.label, value: written(each.value, each.unit),
      floor: number(each.floor) })}</a></dd></div>`;

/** @param {{body: any}} props */
function Value({ body }) {
  const { definition, now } = body;
  const { unit, target } = definition;
  return html`<section class="figure-value" aria-label=${definition.label}>
    <p class="big"><b>${written(now.value, unit)}</b> <span class="quiet">${unitWord(unit)}</span>
      <span class="quiet of">${ofWords(now)}</span></p>
    ${now.few && html`<p class="small-number" role="note">
      ${gettext("Of few: one case more and it is another figure.")}</p>`}
    <dl class="compared">
      <${Compared} label=${gettext("Year before")} told=${body.year_before} change=${body.year_change} unit=${unit} />
      <${Compared} label=${gettext("Days just before")} told=${body.period_before} change=${body.period_change}
        unit=${unit} />
      ${body.taken_off.map((/** @type {any} */ each) => html`<${TakenOff} key=${each.code} each=${each} />`)}
      ${target !== null && html`<div><dt>${gettext("Target")}</dt><dd>${written(target, unit)}
        <span class="quiet">${unitWord(unit)}</span></dd><dd class=${body.meets_target === false ? "missed" : ""}>
        ${body.meets_target === null ? "—" : body.meets_target ? gettext("met") : gettext("not met")}</dd></div>`}
    </dl></section>`;
}

/** @param {{definition: any}} props */
const Definition = ({ definition }) => html`<section class="figure-means"><h2>${gettext("What it means")}</h2>
  <p>${definition.means}</p>
  <p class="quiet">${definition.source} · ${DIRECTIONS[definition.better]()}${definition.target_source &&
    ` · ${fill(gettext("Target: {source}"), { source: definition.target_source })}`}</p>
  <p class="no-print"><button class="button small rows-open" aria-expanded=${Boolean(asked.value.rows)}
    onClick=${() => ask({ rows: asked.value.rows ? "" : "1" })}>${gettext("The rows behind it")}
    <kbd class="key">R</kbd></button></p></section>`;

/** @param {{name: string, title: string, beside?: any, draw: (body: any) => any}} props */
function Part({ name, title, beside, draw }) {
  const { body, problem } = answers.value[name] ?? {};
  return html`<section class=${`figure-part of-${name}`}><div class="part-head"><h2>${title}</h2>${beside}
    <${TakeFile} table=${`figures/${code}/parts`} query=${queryOf(asked.value, { by: name })} title=${title} /></div>
    ${problem ? html`<${Unread} problem=${problem} again=${read} />` : body ? draw(body)
      : html`<${Skeletons} small count=${3} />`}</section>`;
}

/** @param {{place: string}} props */
const PlaceChoice = ({ place }) => html`<span class="place-choice no-print">
  ${[["units", gettext("The level below")], ["centres", gettext("All centres")]].map(([name, words]) => html`<button
    key=${name} class="chip toggle" aria-pressed=${place === name}
    onClick=${() => ask({ by: name })}>${words}</button>`)}
  </span>`;

/** @param {{body: any}} props */
function Figure({ body }) {
  const { definition } = body;
  const now = !asked.value.as_of;
  const splits = now ? definition.by.filter((/** @type {string} */ by) => PARTS[by]) : [];
  const hours = now && definition.by.includes("hour");
  const place = PLACES.has(asked.value.by) ? asked.value.by : "units";
  return html`<h2 class="figure-title">${definition.label} <span class="quiet">${body.place_name} · ${fill(
      gettext("{first} to {last}"), { first: body.first, last: body.last })}</span></h2>
    <div class="figure-head"><${Value} body=${body} /><${Definition} definition=${definition} /></div>
    <${AsItStood} body=${body} />
    ${asked.value.rows && html`<section class="figure-part of-rows"><h2>${asked.value.as_of
      ? gettext("Rows behind the figure as it stands now") : gettext("Rows behind the figure")}</h2>
      <${Rows} definition=${definition} /></section>`}
    ${definition.by.includes("month") && html`<${Part} name="month" title=${gettext("Thirteen months")}
      draw=${(/** @type {any} */ told) => html`<${Months} body=${told} target=${definition.target} />`} />`}
    <div class="figure-parts"><${Part} name=${place} title=${gettext("Ranking")}
      beside=${html`<${PlaceChoice} place=${place} />`}
      draw=${(/** @type {any} */ told) => html`<${Ranking} body=${told}
        drill=${(/** @type {string} */ unit) => ask({ unit, by: "units" })} />`} />
    ${splits.map((/** @type {string} */ by) => html`<${Part}
      key=${by} name=${by} title=${PARTS[by]()}
      draw=${(/** @type {any} */ told) => html`<${Pareto} body=${told} title=${PARTS[by]()} />`} />`)}</div>
    ${hours && html`<${Part} name="hour" title=${gettext("By hour of the week")}
      draw=${(/** @type {any} */ told) => html`<${Week} body=${told} />`} />`}`;
}

function Page() {
  const { body, problem } = answers.value[""] ?? {};
  const title = body?.definition.label ?? gettext("Figure");
  return html`<${Frame} area="headline" title=${title} keys=${KEYS} kind="figure-page">
    <div class="figure-scroll one-figure" tabindex="0" role="group" aria-label=${title}><${Period} />
      ${problem && html`<${Unread} problem=${problem} again=${read} absent=${gettext("There is no such figure.")} />`}
      ${body ? html`<${Figure} body=${body} />` : !problem && html`<${Skeletons} />`}</div>
  </${Frame}>`;
}

/** @type {import("../ui/keys.js").Keys} */
const KEYS = {
  table: [
    [["r"], "R", () => gettext("the rows behind it"), () => ask({ rows: asked.peek().rows ? "" : "1" })],
    [["/"], "/", () => gettext("the period"), focusOn("[name=from]")],
    [["."], ".", () => gettext("ask again"), read],
    [["w"], "W", () => gettext("all figures"), () => location.assign("/figures/")],
  ],
  regions: [".top button, .top a", ".figure-period a, .figure-period input", ".rows-open", ".ranking .as-link",
    ".take-file a"],
};

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [startFigure] });
