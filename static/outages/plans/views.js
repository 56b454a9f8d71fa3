// The two lists of the outage page: who is dark now, and what is planned.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { chosen } from "../choice.js";
import { OutageCard } from "../card.js";
import { OutageList } from "../list.js";
import { isAhead, moment } from "../moment.js";
import { PlanCard } from "./card.js";
import { chosenPlan, show, view } from "./data.js";
import { PlanList } from "./list.js";

function Choice() {
  const one = (name, label) =>
    html`<button aria-pressed=${view.value === name} onClick=${() => show(name)}>${label}</button>`;
  return html`<div class="view-switch" role="group" aria-label=${gettext("Which list")}>
    ${one("now", moment.value === null || isAhead() ? gettext("Outages now") : gettext("Outages then"))}
    ${one("plans", gettext("Planned work"))}</div>`;
}

export const Lists = () =>
  html`<div class="lists"><${Choice} />${view.value === "plans" ? html`<${PlanList} />` : html`<${OutageList} />`}
    </div>`;
export const Detail = () =>
  chosenPlan.value && view.value === "plans" ? html`<${PlanCard} />` : html`<${OutageCard} />`;
export const hasDetail = () => Boolean(chosenPlan.value && view.value === "plans") || Boolean(chosen.value);
