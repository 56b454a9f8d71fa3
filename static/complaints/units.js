// @ts-check
// Complaints by the unit that they are about: numbers that open their rows, rates that rank where there are enough.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Count } from "./behind.js";
import { ask, asked, daysOf } from "./data.js";
import { placeOf, RATED, rowsOf, sorted, USUAL } from "./unit_rules.js";

const FIRST_ROWS = 100;
const every = signal(false);

/** @type {Record<string, () => string>} */
const WORDS = {
  alleged: () => gettext("Alleged"), withdrawn: () => gettext("Withdrawn"), downgraded: () => gettext("Downgraded"),
  complaints: () => gettext("Complaints"), liable: () => gettext("Justified"),
  partly: () => gettext("Partly justified"), reopened: () => gettext("Reopened"),
};
/** What stands under the fraction line of each rate. @type {Record<string, () => string>} */
const OF = {
  withdrawn: () => gettext("of alleged"), downgraded: () => gettext("of alleged"),
  liable: () => gettext("of complaints"), partly: () => gettext("of complaints"), reopened: () => gettext("of alleged"),
};
/** @param {number | null} value */
const percent = (value) => (value === null ? "—" : `${value.toFixed(1)}%`);

function Head() {
  const sort = asked.value.sort || USUAL;
  const ofCentres = asked.value.centre === "all";
  const column = (/** @type {string} */ name, /** @type {string} */ below) => html`<th scope="col"
    aria-sort=${sort === name ? "descending" : "none"}><button class="sort" onClick=${() => ask({ sort: name })}>
    ${WORDS[name]()}${sort === name && html`<span aria-hidden="true"> ↓</span>`}</button>
    <span class="below">${below}</span></th>`;
  return html`<thead><tr><th scope="col" class="rank">${gettext("Rank")}</th>
    <th scope="col" class="unit-name">${ofCentres ? gettext("Centre") : gettext("Unit concerned")}</th>
    ${column("alleged", gettext("year before"))}${RATED.map((name) => column(name, OF[name]()))}</tr></thead>`;
}

/** @param {{cell: any, name: string, figure: string, body: any, place: Record<string, string>}} props */
function Rate({ cell, name, figure, body, place }) {
  const { few, percent: share, before, few_before: wasFew } = cell.rates[figure];
  const title = `${name} · ${WORDS[figure]()}`;
  const query = { ...daysOf(body, false), tree: body.tree, figure, ...place };
  return html`<td class=${few ? "few" : ""} data-label=${WORDS[figure]()}
    title=${few ? fewWords(body) : ""}><span class="rate-line">
    <b>${percent(share)}</b> <${Count} count=${cell.now[figure]} title=${title} query=${query} /></span>
    ${figure === USUAL && !few && share !== null && html`<svg class="share" viewBox="0 0 100 4"
      preserveAspectRatio="none" aria-hidden="true"><rect width=${share} height="4" /></svg>`}
    <span class=${`below ${wasFew ? "few" : ""}`}>${fill(gettext("before {share}"), { share: percent(before) })}
      ${" "}<${Count} count=${cell.last_year[figure]} title=${`${title}, ${gettext("year before")}`}
      query=${{ ...query, ...daysOf(body, true) }} /></span></td>`;
}

/** @param {any} body */
const fewWords = (body) => fill(gettext("Of fewer than {n}: too few to compare (assumed)"), { n: body.fewest });

/**
 * @param {{cell: any, name: any, words: string, body: any, place?: Record<string, string>, rank?: any,
 *   kind?: string}} props
 */
function Line({ cell, name, words, body, place = {}, rank = "", kind = "" }) {
  const title = `${words} · ${WORDS.alleged()}`;
  const query = { ...daysOf(body, false), tree: body.tree, figure: "alleged", ...place };
  return html`<tr class=${kind}><td class="rank">${rank}</td><th scope="row" class="unit-name">${name}</th>
    <td data-label=${WORDS.alleged()}><${Count} count=${cell.now.alleged} title=${title} query=${query} />
      <span class="below"><${Count} count=${cell.last_year.alleged} title=${`${title}, ${gettext("year before")}`}
        query=${{ ...query, ...daysOf(body, true) }} /></span></td>
    ${RATED.map((figure) => html`<${Rate} key=${figure} cell=${cell} name=${words} figure=${figure} body=${body}
      place=${place} />`)}</tr>`;
}

/** @param {{row: any, body: any, centres: Record<string, string>}} props */
function UnitLine({ row, body, centres }) {
  const own = row.unit === undefined;
  const words = own ? row.name : row.unit ? row.name : fill(gettext("No unit named, {centre}"),
    { centre: centres[row.centre] ?? row.centre });
  const name = own
    ? html`<button class="row-link as-link" onClick=${() => ask({ centre: row.centre })}>${words}</button>`
    : html`${words}<span class="below">${row.unit && row.unit !== row.centre ? centres[row.centre] ?? "" : ""}</span>`;
  const rank = asked.value.sort && asked.value.sort !== USUAL ? "" : own ? "" : row.rank ?? "–";
  return html`<${Line} cell=${row} name=${name} words=${words} body=${body} place=${placeOf(row)} rank=${rank}
    kind=${row.unit === "" ? "unnamed" : ""} />`;
}

/** @param {{body: any}} props */
export function UnitChoice({ body }) {
  return html`<label class="field"><span>${gettext("Show")}</span><select class="input" name="centre"
    onChange=${(/** @type {any} */ event) => ask({ centre: event.currentTarget.value })}>
    <option value="" selected=${asked.value.centre === ""}>${gettext("All units")}</option>
    <option value="all" selected=${asked.value.centre === "all"}>${gettext("Centres")}</option>
    ${body.centres.map((/** @type {any} */ centre) => html`<option key=${centre.centre} value=${centre.centre}
      selected=${asked.value.centre === centre.centre}>${fill(gettext("Units of {centre}"),
      { centre: centre.name })}</option>`)}</select></label>`;
}

/** @param {{body: any}} props */
export function Units({ body }) {
  const rows = sorted(rowsOf(body, asked.value.centre), asked.value.sort || USUAL);
  const centres = Object.fromEntries(body.centres.map((/** @type {any} */ centre) => [centre.centre, centre.name]));
  const shown = every.value ? rows : rows.slice(0, FIRST_ROWS);
  const whole = gettext("Whole area");
  return html`<p class="quiet figure-note">${fewWords(body)}${" · "}
      ${gettext("Grey rates are not ranked. Every number opens its rows.")}</p>
    <table class="figure-table units-table">
    <caption class="sr-only">${gettext("Complaints by unit")}</caption><${Head} />
    <tbody><${Line} cell=${body.total} name=${whole} words=${whole} body=${body} kind="whole" />
      ${shown.map((row) => html`<${UnitLine} key=${`${row.centre} ${row.unit ?? "-"}`} row=${row} body=${body}
        centres=${centres} />`)}
      ${body.in_confidence && html`<${Sealed} cell=${body.in_confidence} />`}</tbody></table>
    ${shown.length < rows.length && html`<button class="button" onClick=${() => (every.value = true)}>
      ${fill(gettext("Show all {n}"), { n: number(rows.length) })}</button>`}`;
}

/** What this reader may not hear of: it counts, and opens nothing. @param {{cell: any}} props */
function Sealed({ cell }) {
  return html`<tr class="unnamed"><td class="rank"></td><th scope="row" class="unit-name">
    ${gettext("Told in confidence")}</th><td data-label=${WORDS.alleged()}>${number(cell.now.alleged)}
    <span class="below">${number(cell.last_year.alleged)}</span></td>
    ${RATED.map((figure) => html`<td key=${figure} data-label=${WORDS[figure]()}>${number(cell.now[figure])}
      <span class="below">${number(cell.last_year[figure])}</span></td>`)}</tr>`;
}
