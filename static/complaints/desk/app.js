// @ts-check
// The complaint desk: open complaints by what is due next, with what might grow; one opens in the board's own panel
// with a year of its account.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { Detail } from "../../console/detail.js";
import { selectedId } from "../../console/selection.js";
import { counts, startCounts } from "../../orders/counts.js";
import { FilterForm } from "../../orders/filter_form.js";
import { startList, useList } from "../../orders/list_data.js";
import { startLiveRows } from "../../orders/live_rows.js";
import { startOpened } from "../../orders/open_order.js";
import { StageBar } from "../../orders/stage_bar.js";
import { setTold } from "../../orders/told.js";
import { Frame, mountScreen } from "../../ui/frame.js";
import { startCase, yearOf } from "./case.js";
import { KEYS } from "./keys.js";
import { Table } from "./table.js";
import { Tools } from "./tools.js";

const ENDED = "ENDED";
/** The list behind the page (orders/list_data.js): open complaints, unless the ended ones are asked for. */
const COMPLAINTS = {
  path: "complaint-cases/",
  usual: "next_due_at",
  /** @param {Record<string, string>} filters @returns {Record<string, string>} */
  always: (filters) => ({
    ...(filters.stage === ENDED || filters.open ? {} : { open: "true" }),
    ordering: filters.stage === ENDED ? "-updated_at" : "next_due_at",
  }),
};

function Desk() {
  return html`<${Frame} area="complaints" title=${gettext("Complaints")} keys=${KEYS}
    kind=${`order-page case-page ${selectedId.value === null ? "" : "has-detail"}`}>
    <${StageBar} counts=${counts.value} />
    <div class="order-columns"><div class="order-list"><${Tools} /><${FilterForm} /><${Table} /></div>
      ${selectedId.value !== null && html`<${Detail} more=${yearOf} />`}</div>
  </${Frame}>`;
}

export function mount(/** @type {HTMLElement} */ element, /** @type {any} */ props) {
  setTold(props);
  useList(COMPLAINTS);
  const start = [startList, startOpened, startLiveRows, startCase, () => startCounts("complaint-stages/")];
  mountScreen(element, props, { page: Desk, keys: KEYS, start });
}
