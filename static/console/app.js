// The dispatcher board. Data: store.js (cards) and live.js (socket); choice: selection.js; the rest draws.
import { html, render, signal, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import "../js/text.js";
import { startSound } from "./alarm_sound.js";
import { AlarmStrip } from "./alarm_strip.js";
import { BoardSearch } from "./board_search.js";
import { notice } from "./commands.js";
import { Detail } from "./detail.js";
import { startDetails } from "./detail_data.js";
import { link, startLive } from "./live.js";
import { StaleBanner } from "./freshness.js";
import { Icon } from "./icons.js";
import { KeySheet } from "./key_sheet.js";
import { KEYS, startKeys } from "./keys.js";
import { keepOvertakenChoices } from "./reassign.js";
import { KpiStrip } from "./kpi_strip.js";
import { locating } from "./locate.js";
import { MapPanel } from "./map_panel.js";
import { Queue } from "./queue.js";
import { openReport, ReportDialog } from "./report_form.js";
import { may, setRights } from "./rights.js";
import { selectedId, startSelection } from "./selection.js";
import { SessionBanner, SignInAgain } from "./sign_in_again.js";
import { setStates } from "./states.js";
import { TopBar } from "./top_bar.js";
import { setClockWords } from "./words.js";

/** "list" | "map": what a narrow screen shows. */
const side = signal("list");

function SideSwitch() {
  const choice = (name, label) =>
    html`<button aria-pressed=${side.value === name} onClick=${() => (side.value = name)}>${label}</button>`;
  return html`<div class="side-switch" role="group" aria-label=${gettext("View")}>${choice("list", gettext("List"))}
    ${choice("map", gettext("Map"))}</div>`;
}

function NewReport() {
  return (
    may("report") &&
    html`<button class="button new-report" onClick=${openReport}><${Icon} name="plus" /><span>
      ${gettext("New report")}</span></button>`
  );
}

function Notice() {
  return html`<p class=${`notice ${notice.value?.tone ?? ""}`} role="status" hidden=${!notice.value}>
    ${notice.value?.text}</p>`;
}

function Board() {
  const lost = useComputed(() => link.freshness.value.state === "lost").value;
  // A place is given by a click on the map: on a narrow screen it takes the stage until then.
  const place = locating.value === null ? side.value : "map";
  return html`<div class=${`board-grid side-${place} ${locating.value ===
    null ? "" : "is-locating"} ${selectedId.value === null ? "" : "has-detail"} ${lost ? "is-stale" : ""}`}>
    <${TopBar} area="board" search=${html`<${BoardSearch} />`}><${NewReport} /></${TopBar}>
    <main id="main" class="board-main">
      <h1 class="sr-only">${gettext("Dispatch board")}</h1>
      <${SessionBanner} /><${StaleBanner} />
      <${KpiStrip} />
      <${SideSwitch} />
      <div class="columns"><${Queue} /><div class="middle"><${MapPanel} /><${AlarmStrip} /></div><${Detail} /></div>
      <${Notice} />
    </main>
    <${ReportDialog} /><${KeySheet} keys=${KEYS} /><${SignInAgain} />
  </div>`;
}

export function mount(element, props) {
  setRights(props.rights);
  setStates(props.states, props.kinds);
  setClockWords(props.clocks);
  startLive(props.socket, props.person_id);
  startSelection();
  startDetails();
  keepOvertakenChoices();
  startKeys();
  startSound();
  render(html`<${Board} />`, element);
}
