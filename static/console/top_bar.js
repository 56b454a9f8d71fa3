// Name, scope, areas, what the page adds (new report, search), freshness, the server's clock, the user.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, day } from "../js/format.js";
import { areas } from "./areas.js";
import { FreshnessDot } from "./freshness.js";
import { Icon } from "./icons.js";
import { UserMenu } from "./menu.js";
import { second, user } from "./store.js";

function Clock() {
  return html`<time class="clock"><span class="quiet">${day(second.value)}</span> <b>${clock(second.value)}</b></time>`;
}

function Areas({ here }) {
  return html`<nav class="areas" aria-label=${gettext("Areas")}>${areas().map((area) => html`<a key=${area.name} href=${area.path} aria-current=${area.name === here ? "page" : undefined}>${area.word()}</a>`)}</nav>`;
}

/** @param {{area: string, search: any, children?: any}} props `children` stand before the search */
export function TopBar({ area, search, children }) {
  return html`<header class="top">
    <span class="product"><${Icon} name="bolt" /><b>${gettext("Power service command")}</b> <span class="quiet">${gettext("Hubei")}</span></span>
    ${user.value?.scope && html`<span class="chip scope" title=${gettext("What you may see")}>${user.value.scope}</span>`}
    <${Areas} here=${area} />
    ${children}
    ${search}
    <${FreshnessDot} />
    <${Clock} />
    <${UserMenu} />
  </header>`;
}
