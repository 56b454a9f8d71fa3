// @ts-check
// Connections at the desk: the pipeline, or the week of appointments. Both open a case in the board's own panel.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Detail } from "../console/detail.js";
import { selectedId } from "../console/selection.js";
import { counts, startCounts } from "../orders/counts.js";
import { FilterForm } from "../orders/filter_form.js";
import { startList, useList } from "../orders/list_data.js";
import { startLiveRows } from "../orders/live_rows.js";
import { startOpened } from "../orders/open_order.js";
import { StageBar } from "../orders/stage_bar.js";
import { setTold } from "../orders/told.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { caseOf } from "./case.js";
import { startCase } from "./case_data.js";
import { CASES, startFigures } from "./data.js";
import { FigureDialog, Figures } from "./figures.js";
import { KEYS } from "./keys.js";
import { Tools } from "./tools.js";
import { Table } from "./table.js";

function Pipeline() {
  return html`<${Frame} area="connections" title=${gettext("Connections")} keys=${KEYS}
    kind=${`order-page case-page ${selectedId.value === null ? "" : "has-detail"}`}
    dialogs=${html`<${FigureDialog} />`}>
    <${StageBar} counts=${counts.value} /><${Figures} />
    <div class="order-columns"><div class="order-list"><${Tools} /><${FilterForm} /><${Table} /></div>
      ${selectedId.value !== null && html`<${Detail} more=${caseOf} />`}</div>
  </${Frame}>`;
}

export async function mount(/** @type {HTMLElement} */ element, /** @type {any} */ props) {
  setTold(props);
  if (props.view === "calendar") {
    const { mountCalendar } = await import("./calendar.js");
    return mountCalendar(element, props);
  }
  useList(CASES);
  const start = [startCase, startList, startOpened, startLiveRows, startFigures,
    () => startCounts("connection-stages/")];
  mountScreen(element, props, { page: Pipeline, keys: KEYS, start });
}
