// The outage map. Data: the board's socket and store; choice: choice.js; the rest draws.
import { html, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { Frame, isStale, mountScreen } from "../ui/frame.js";
import { SideSwitch } from "../ui/parts.js";
import { SearchField } from "../ui/search_field.js";
import { filter, setFilter, startChoice } from "./choice.js";
import { startDetails } from "./detail_data.js";
import { KEYS } from "./keys.js";
import { OutageMap } from "./map_panel.js";
import { moment, startMoment } from "./moment.js";
import { MomentBanner, startMomentViews } from "./moment_bar.js";
import { startPlans } from "./plans/data.js";
import { startPlanList } from "./plans/choice.js";
import { PlanDialog } from "./plans/form.js";
import { Detail, hasDetail, Lists } from "./plans/views.js";
import { side } from "./side.js";
import { startSupply } from "./supply.js";

function Search() {
  return html`<${SearchField} label=${gettext("Search the outages")} hint=${gettext("Number / place / feeder / device")}
    value=${filter.value.search} onSearch=${(search) => setFilter({ search })} />`;
}

function Page() {
  const stale = useComputed(isStale).value;
  const kind = ["outage-grid", `side-${side.value}`, hasDetail() && "has-detail",
    moment.value !== null && "another-moment", stale && "is-stale"];
  return html`<${Frame} area="outages" title=${gettext("Outages")} keys=${KEYS} search=${html`<${Search} />`}
    kind=${kind.filter(Boolean).join(" ")}>
    <${MomentBanner} />
    <${SideSwitch} side=${side} />
    <div class="columns"><${Lists} /><div class="middle"><${OutageMap} /></div><${Detail} /></div>
    <${PlanDialog} />
  </${Frame}>`;
}

const start = [
  startChoice, startDetails, startSupply, startPlans, startPlanList, startMoment, startMomentViews,
];

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start });
