// The outage map. Data: the board's socket and store; choice: choice.js; the rest draws.
import { html, render, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import "../js/text.js";
import { notice } from "../console/commands.js";
import { StaleBanner } from "../console/freshness.js";
import { KeySheet } from "../console/key_sheet.js";
import { link, startLive } from "../console/live.js";
import { setRights } from "../console/rights.js";
import { SearchField } from "../console/search_field.js";
import { SessionBanner, SignInAgain } from "../console/sign_in_again.js";
import { setStates } from "../console/states.js";
import { TopBar } from "../console/top_bar.js";
import { setClockWords } from "../console/words.js";
import { filter, setFilter, startChoice } from "./choice.js";
import { startDetails } from "./detail_data.js";
import { KEYS, startKeys } from "./keys.js";
import { OutageMap } from "./map_panel.js";
import { startPlans } from "./plans/data.js";
import { Detail, hasDetail, Lists } from "./plans/views.js";
import { side } from "./side.js";

function Search() {
  return html`<${SearchField} label=${gettext("Search the outages")} hint=${gettext("Number / place / feeder / device")}
    value=${filter.value.search} onSearch=${(search) => setFilter({ search })} />`;
}

function SideSwitch() {
  const choice = (name, label) =>
    html`<button aria-pressed=${side.value === name} onClick=${() => (side.value = name)}>${label}</button>`;
  return html`<div class="side-switch" role="group" aria-label=${gettext("View")}>${choice("list", gettext("List"))}
    ${choice("map", gettext("Map"))}</div>`;
}

function Page() {
  const lost = useComputed(() => link.freshness.value.state === "lost").value;
  return html`<div class=${`board-grid outage-grid side-${side.value} ${hasDetail() ? "has-detail" : ""} ${lost ?
    "is-stale" : ""}`}>
    <${TopBar} area="outages" search=${html`<${Search} />`} />
    <main id="main" class="board-main">
      <h1 class="sr-only">${gettext("Outages")}</h1>
      <${SessionBanner} /><${StaleBanner} /><${SideSwitch} />
      <div class="columns"><${Lists} /><div class="middle"><${OutageMap} /></div><${Detail} /></div>
      <p class=${`notice ${notice.value?.tone ?? ""}`} role="status" hidden=${!notice.value}>${notice.value?.text}</p>
    </main>
    <${KeySheet} keys=${KEYS} /><${SignInAgain} />
  </div>`;
}

export function mount(element, props) {
  setRights(props.rights);
  setStates(props.states, props.kinds);
  setClockWords(props.clocks);
  startLive(props.socket, props.person_id);
  startChoice();
  startDetails();
  startPlans();
  startKeys();
  render(html`<${Page} />`, element);
}
