// The list of orders: every kind, every age. The question stands in the address (question.js); the opened order has the
// board's own panel.
import { html, render } from "../vendor/preact/11.2.0/preact.mjs";
import "../js/text.js";
import { notice } from "../console/commands.js";
import { Detail } from "../console/detail.js";
import { StaleBanner } from "../console/freshness.js";
import { KeySheet } from "../console/key_sheet.js";
import { startLive } from "../console/live.js";
import { setRights } from "../console/rights.js";
import { SearchField } from "../console/search_field.js";
import { selectedId } from "../console/selection.js";
import { SessionBanner, SignInAgain } from "../console/sign_in_again.js";
import { setStates } from "../console/states.js";
import { TopBar } from "../console/top_bar.js";
import { setClockWords } from "../console/words.js";
import { FilterForm } from "./filter_form.js";
import { KEYS, startKeys } from "./keys.js";
import { ask, question, startList } from "./list_data.js";
import { NewMatter } from "./new_matter.js";
import { startOpened } from "./open_order.js";
import { withFilter } from "./question.js";
import { Table } from "./table.js";
import { setTold } from "./told.js";
import { Toolbar } from "./toolbar.js";

/** Letters of one word are one step of Back. */
const search = (text) =>
  ask((now) => withFilter(now, "search", text), { replace: Boolean(question.peek().filters.search) });

function Page() {
  const field = html`<${SearchField} label=${gettext("Search the orders")}
    hint=${gettext("Number / words / whole name or phone")} value=${question.value.filters.search ?? ""}
    onSearch=${search} />`;
  return html`<div class=${`board-grid order-page ${selectedId.value === null ? "" : "has-detail"}`}>
    <${TopBar} area="orders" search=${field} />
    <main id="main" class="board-main">
      <h1 class="sr-only">${gettext("Orders")}</h1>
      <${SessionBanner} /><${StaleBanner} />
      <${Toolbar} />
      <div class="order-columns"><div class="order-list"><${FilterForm} /><${Table} /></div>
        ${selectedId.value !== null && html`<${Detail} />`}</div>
      <p class=${`notice ${notice.value?.tone ?? ""}`} role="status" hidden=${!notice.value}>${notice.value?.text}</p>
    </main>
    <${KeySheet} keys=${KEYS} /><${NewMatter} /><${SignInAgain} />
  </div>`;
}

export function mount(element, props) {
  setRights(props.rights);
  setStates(props.states, props.kinds);
  setTold(props);
  setClockWords(props.clocks);
  startLive(props.socket, props.person_id);
  startList();
  startOpened();
  startKeys();
  render(html`<${Page} />`, element);
}
