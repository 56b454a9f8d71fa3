// The search of the board: through every tab.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { filter, showView } from "./selection.js";
import { SearchField } from "../ui/search_field.js";

function search(text) {
  showView({ tab: text ? "all" : undefined, filter: { ...filter.peek(), search: text } });
}

export function BoardSearch() {
  return html`<${SearchField} label=${gettext("Search the board")} hint=${gettext("Number / place / customer / crew")}
    value=${filter.value.search} onSearch=${search} />`;
}
