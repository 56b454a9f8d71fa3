// Name, scope, new report, search, freshness, the server's clock, the user.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, day } from "../js/format.js";
import { FreshnessDot } from "./freshness.js";
import { Icon } from "./icons.js";
import { UserMenu } from "./menu.js";
import { openReport } from "./report_form.js";
import { may } from "./rights.js";
import { filter, setFilter, showTab } from "./selection.js";
import { second, user } from "./store.js";

let typing;

// Searching looks through every tab; 150 ms of rest keeps ten thousand rows from being sorted per letter.
function search(event) {
  const text = event.currentTarget.value.trim();
  clearTimeout(typing);
  typing = setTimeout(() => {
    if (text) showTab("all");
    setFilter({ search: text });
  }, 150);
}

function Search() {
  const leave = (event) => event.key === "Escape" && event.currentTarget.blur();
  return html`<label class="search"><span class="sr-only">${gettext("Search the board")}</span><${Icon} name="search" />
    <input id="search" type="search" placeholder=${gettext("Number / place / customer / crew")} value=${filter.value.search} onInput=${search} onKeyDown=${leave} autocomplete="off" spellcheck="false" />
    <kbd class="key" aria-hidden="true">/</kbd></label>`;
}

function Clock() {
  return html`<time class="clock"><span class="quiet">${day(second.value)}</span> <b>${clock(second.value)}</b></time>`;
}

export function TopBar() {
  return html`<header class="top">
    <span class="product"><${Icon} name="bolt" /><b>${gettext("Power service command")}</b> <span class="quiet">${gettext("Hubei")}</span></span>
    ${user.value?.scope && html`<span class="chip scope" title=${gettext("What you may see")}>${user.value.scope}</span>`}
    <nav class="areas" aria-label=${gettext("Areas")}><a href="/" aria-current="page">${gettext("Board")}</a></nav>
    ${may("report") && html`<button class="button new-report" onClick=${openReport}><${Icon} name="plus" /><span>${gettext("New report")}</span></button>`}
    <${Search} />
    <${FreshnessDot} />
    <${Clock} />
    <${UserMenu} />
  </header>`;
}
