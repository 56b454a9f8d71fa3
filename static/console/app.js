// The dispatcher board. Data: live/store.js (cards) and live/live.js (socket); choice: selection.js; the rest draws.
import { computed, effect, html, signal, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { may } from "../js/rights.js";
import { Frame, isStale, mountScreen } from "../ui/frame.js";
import { Icon } from "../ui/icons.js";
import { SideSwitch } from "../ui/parts.js";
import { Tour } from "../ui/tour.js";
import { startSound } from "./alarm_sound.js";
import { AlarmStrip } from "./alarm_strip.js";
import { BoardSearch } from "./board_search.js";
import { Detail } from "./detail.js";
import { startDetails } from "./detail_data.js";
import { KEYS } from "./keys.js";
import { KpiStrip } from "./kpi_strip.js";
import { locating } from "./locate.js";
import { MapPanel } from "./map_panel.js";
import { Queue } from "./queue.js";
import { keepOvertakenChoices } from "./reassign.js";
import { startLooking } from "./looking.js";
import { startSupply } from "./supply.js";
import { openReport, ReportDialog } from "./report_form.js";
import { selectedId, startSelection } from "./selection.js";
import { cards } from "./tour_cards.js";
import { trail } from "./trail.js";
import { TrailButton } from "./trail_bar.js";
import { startView } from "./view_history.js";
import { startViews } from "./views.js";
import { named } from "../js/names/names.js";

/** "list" | "map": what a narrow screen shows. */
const side = signal("list");

/** Whoever asks for the way a crew went wants to see the map. */
const wayOf = computed(() => trail.value?.about);
effect(() => void (wayOf.value && (side.value = "map")));

const besideCrew = (order) =>
  html`<${TrailButton} about=${`order/${order.number}`} name=${named(order.crew.name)} />`;

function NewReport() {
  return (
    may("report") &&
    html`<button class="button new-report" onClick=${openReport}><${Icon} name="plus" /><span>
      ${gettext("New report")}</span></button>`
  );
}

function Board() {
  const stale = useComputed(isStale).value;
  // A place is given by a click on the map: on a narrow screen it takes the stage until then.
  const isLocating = locating.value !== null;
  const kind = [
    `side-${isLocating ? "map" : side.value}`, isLocating && "is-locating", selectedId.value !== null && "has-detail",
    trail.value !== null && "has-trail", stale && "is-stale",
  ];
  return html`<${Frame} area="board" title=${gettext("Dispatch board")} keys=${KEYS} search=${html`<${BoardSearch} />`}
    beside=${html`<${NewReport} />`} kind=${kind.filter(Boolean).join(" ")}
    dialogs=${html`<${ReportDialog} /><${Tour} cards=${cards()} />`}>
    <${KpiStrip} />
    <${SideSwitch} side=${side} />
    <div class="columns"><${Queue} /><div class="middle"><${MapPanel} /><${AlarmStrip} /></div>
      <${Detail} besideCrew=${besideCrew} /></div>
  </${Frame}>`;
}

const start = [
  startViews, startView, startSelection, startLooking, startDetails, startSupply, keepOvertakenChoices, startSound,
];

export const mount = (element, props) => mountScreen(element, props, { page: Board, keys: KEYS, start });
