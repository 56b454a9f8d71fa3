// @ts-check
// The rows behind a figure, each leading to what it is about; the same as a file.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fullMoment, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { second } from "../live/store.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { TakeFile } from "../ui/take_file.js";
import { answers, code, queryOf, asked, readRows } from "./asked.js";
import { addressOfRow } from "./rules.js";

/** @param {{row: any, definition: any}} props */
function Line({ row, definition }) {
  const page = addressOfRow(definition.rows_are, row.number);
  return html`<tr><th scope="row">${page ? html`<a class="row-link" href=${page}>${row.number}</a>` : row.number}</th>
  <td>${fullMoment(row.at, second.peek())}</td><td>${row.unit_name || "—"}</td>
  <td>${number(row.top, 2)}</td><td>${number(row.under, 2)}</td></tr>`;
}

/** @param {{definition: any}} props */
export function Rows({ definition }) {
  const { body, problem } = answers.value.rows ?? {};
  if (problem) return html`<${Unread} problem=${problem} again=${readRows} />`;
  if (!body) return html`<${Skeletons} small count=${4} />`;
  const first = body.next === null ? body.of - body.rows.length : body.next - body.rows.length;
  const sealed = gettext("{n} more count and were told in confidence");
  return html`<p class="quiet figure-note">${fill(gettext("{n} rows"), { n: number(body.of) })}
      ${body.in_confidence > 0 && ` · ${fill(sealed, { n: number(body.in_confidence) })}`}
      ${" "}<${TakeFile} table=${`figures/${code}/rows`} query=${queryOf(asked.value, { as_of: "" })}
        title=${gettext("Rows behind the figure")} of=${body.of} atOnce=${body.at_once} /></p>
    <table class="figure-table rows-table"><caption class="sr-only">${gettext("Rows behind the figure")}</caption>
    <thead><tr><th scope="col">${gettext("Number")}</th><th scope="col">${gettext("Moment")}</th>
      <th scope="col">${gettext("Unit")}</th><th scope="col">${gettext("Numerator")}</th>
      <th scope="col">${gettext("Denominator")}</th></tr></thead>
    <tbody>${body.rows.map((/** @type {any} */ row) => html`<${Line} key=${row.id} row=${row}
      definition=${definition} />`)}</tbody></table>
    <p class="no-print">${first > 0 && html`<button class="button small"
      onClick=${() => readRows(Math.max(0, first - body.rows.length))}>${gettext("Newer")}</button> `}
    ${body.next !== null && html`<button class="button small"
      onClick=${() => readRows(body.next)}>${gettext("Older")}</button>`}</p>`;
}
