// @ts-check
// The supply path in words: from the transformer up to the substation; what stands open on it is said.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Fact } from "../ui/panel.js";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { readSupplyAgain, supply } from "../js/map/network/supply.js";
import { named } from "../js/names/names.js";

/** @param {{device: any}} props */
function Device({ device }) {
  const people = device.customers > 0 && fill(gettext("{n} customers"), { n: number(device.customers) });
  return html`<li><b>${named(device.name)}</b> <span class="quiet">
    ${[device.code, people].filter(Boolean).join(" · ")}</span>
    ${device.open && html` <span class="chip">${gettext("stands open")}</span>`}</li>`;
}

/** @param {{name: string}} props of the line in the facts */
export function SupplyFact({ name }) {
  const { path, problem } = supply.value;
  if (problem)
    return html`<${Fact} name=${name}>${fill(gettext("Could not be read: {reason}"), { reason: problem })}
      <button class="button small" onClick=${readSupplyAgain}>${gettext("Try again")}</button></${Fact}>`;
  if (!path) return null;
  const above = [path.feeder, path.substation].filter(Boolean);
  if (path.devices.length === 0 && above.length === 0) return null;
  const own = !path.traced && path.transformer;
  const dead = path.traced && path.live === false;
  return html`<${Fact} name=${name}><ol class="supply-path">
    ${own && html`<li><b>${named(own.name)}</b> <span class="quiet">${own.code}</span></li>`}
    ${path.devices.map((/** @type {any} */ device) => html`<${Device} key=${device.code} device=${device} />`)}
    ${above.map((node) => html`<li key=${node.code}>${named(node.name)}</li>`)}</ol>
    ${dead && html`<span class="quiet">${gettext("No voltage by the known switches: the normal way.")}</span>`}
    ${!path.traced && html`<span class="quiet">${gettext("Its switches are not in the network model.")}</span>`}
    </${Fact}>`;
}
