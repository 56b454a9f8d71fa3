// @ts-check
// What can be chosen over the list beside the stages: what is late, what may go further, what waits for a second
// person.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { number } from "../../js/format.js";
import { CaseTools } from "../../orders/case_tools.js";
import { counts, isOn, toggle } from "../../orders/counts.js";
import { Toggle } from "../../ui/parts.js";

const SHOWN = new Set(["stage", "overdue", "at_risk", "waits"]);
/** @type {[string, () => string][]} */
const CHOICES = [
  ["overdue", () => gettext("Overdue")], ["at_risk", () => gettext("May go further")],
  ["waits", () => gettext("For a second person")],
];

export function Tools() {
  const told = counts.value;
  const figures = html`<a class="button small" href="/complaints/figures/">${gettext("Figures")}
    <kbd class="key">W</kbd></a>`;
  return html`<${CaseTools} shown=${SHOWN} before=${figures}>
    ${told && CHOICES.map(([name, label]) => html`<${Toggle} key=${name} on=${isOn(name, "true")}
      label=${`${label()} ${number(told[name])}`} onClick=${() => toggle(name, "true")} />`)}</${CaseTools}>`;
}
