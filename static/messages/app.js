// @ts-check
// The message log: what was told to customers, what needs a person, what they answered, what was promised.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Age, OldBanner } from "../open_items/age.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { SearchField } from "../ui/search_field.js";
import { EVERY_MS, isSurveys, line, LISTS, list, rows, search, searchFor, showList, startLog } from "./data.js";
import { Detail } from "./detail.js";
import { KEYS } from "./keys.js";
import { Surveys } from "./surveys.js";
import { Table } from "./table.js";

function Lists() {
  return html`<div class="watches" role="group" aria-label=${gettext("Lists")}>
    ${LISTS.map((one, place) => html`<button key=${one.name} class="watch" aria-pressed=${list.value === one.name}
      aria-keyshortcuts=${place + 1} onClick=${() => showList(one.name)}><span>${one.words()}</span></button>`)}
    <${Age} reader=${rows} /></div>`;
}

function Page() {
  const field = html`<${SearchField} label=${gettext("Search the messages")}
    hint=${gettext("Number of an outage, order or customer")} value=${search.value} onSearch=${searchFor} />`;
  return html`<${Frame} area="messages" title=${gettext("Messages to customers")} keys=${KEYS} search=${field}
    kind=${`watch-page order-page told-page ${line.value ? "has-detail" : ""}`}
    banners=${html`<${OldBanner} reader=${rows} everyMs=${EVERY_MS} />`}>
    <${Lists} />
    <div class="order-columns"><div class="order-list">${isSurveys.value && html`<${Surveys} />`}<${Table} /></div>
      <${Detail} /></div>
  </${Frame}>`;
}

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [startLog] });
