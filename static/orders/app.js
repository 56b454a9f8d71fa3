// The list of orders: every kind, every age. The question stands in the address (question.js); the opened order has the
// board's own panel.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { caseOf } from "../connections/case.js";
import { startCase } from "../connections/case_data.js";
import { Detail } from "../console/detail.js";
import { startLooking } from "../console/looking.js";
import { selectedId } from "../console/selection.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { SearchField } from "../ui/search_field.js";
import { FilterForm } from "./filter_form.js";
import { KEYS } from "./keys.js";
import { ask, question, startList } from "./list_data.js";
import { startLiveRows } from "./live_rows.js";
import { NewMatter } from "./new_matter.js";
import { startOpened } from "./open_order.js";
import { withFilter } from "./question.js";
import { Table } from "./table.js";
import { setTold } from "./told.js";
import { Toolbar } from "./toolbar.js";
import { saved } from "./views.js";

/** Letters of one word are one step of Back. */
const search = (text) =>
  ask((now) => withFilter(now, "search", text), { replace: Boolean(question.peek().filters.search) });

function Page() {
  const field = html`<${SearchField} label=${gettext("Search the orders")}
    hint=${gettext("Number / words / whole name or phone")} value=${question.value.filters.search ?? ""}
    onSearch=${search} />`;
  return html`<${Frame} area="orders" title=${gettext("Orders")} keys=${KEYS} search=${field}
    kind=${`order-page ${selectedId.value === null ? "" : "has-detail"}`} dialogs=${html`<${NewMatter} />`}>
    <${Toolbar} />
    <div class="order-columns"><div class="order-list"><${FilterForm} /><${Table} /></div>
      ${selectedId.value !== null && html`<${Detail} more=${caseOf} />`}</div>
  </${Frame}>`;
}

const start = [setTold, startCase, startList, saved.read, startOpened, startLiveRows, startLooking];

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start });
