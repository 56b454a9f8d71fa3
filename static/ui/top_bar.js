// Name, scope, areas, what the page adds (new report, search), freshness, the server's clock, the user.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, day, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { areas } from "./areas.js";
import { FreshnessDot } from "./freshness.js";
import { Icon } from "./icons.js";
import { UserMenu } from "./menu.js";
import { kpis, second, user } from "../live/store.js";

function Clock() {
  return html`<time class="clock"><span class="quiet">${day(second.value)}</span> <b>${clock(second.value)}</b></time>`;
}

function Areas({ here }) {
  return html`<nav class="areas" aria-label=${gettext("Areas")}>
    ${areas().filter((area) => !area.aside).map((area) => html`<a key=${area.name} href=${area.path}
    aria-current=${area.name === here ? "page" : undefined}>${area.word()}</a>`)}</nav>`;
}

/** A simulation runs: every figure beside it is one of shortened time. */
function Pace() {
  const { pace } = kpis.value;
  return (
    pace &&
    html`<span class="chip pace"
      title=${gettext("The demo drives and repairs this many times as fast as in life; the figures are its own.")}>
      ${fill(gettext("Demo {n}×"), { n: number(pace) })}</span>`
  );
}

/** @param {{area: string, search: any, children?: any}} props `children` stand before the search */
export function TopBar({ area, search, children }) {
  return html`<header class="top">
    <span class="product"><${Icon} name="bolt" /><b>${gettext("Power service command")}</b> <span class="quiet">
      ${gettext("Hubei")}</span></span>
    ${user.value?.scope && html`<span class="chip scope" title=${gettext("What you may see")}>
      ${unitName(user.value.scope)}</span>`}
    <${Pace} />
    <${Areas} here=${area} />
    ${children}
    ${search}
    <${FreshnessDot} />
    <${Clock} />
    <${UserMenu} />
  </header>`;
}
