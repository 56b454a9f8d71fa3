// @ts-check
// Below a field that wants a device: its part of the network as a tree, and a click on the map does the same.
import { html, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { Tree } from "../ui/tree.js";
import { get } from "../js/api.js";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { picking, pointed } from "../js/map/network/picking.js";
import { named } from "../js/names/names.js";

/** @param {any} row */
const line = (row) => html`<span class="tree-words"><b>${named(row.name)}</b> <span class="quiet">${row.code}</span>
    ${row.open && html` <span class="chip">${gettext("stands open")}</span>`}</span><span class="quiet tree-count">
    ${row.customers > 0 ? fill(gettext("{n} customers"), { n: number(row.customers) }) : ""}</span>`;

/** @param {{lon: number | null, lat: number | null}} row */
const place = ({ lon, lat }) => (lon === null || lat === null ? null : { lon, lat });

/**
 * @param {{id: string, address: string, label: string, chosen: string[],
 *   onTake: (device: {code: string, name: string, feeder: string}) => void}} props `address`: the door of the tree
 */
export function DeviceTree({ id, address, label, chosen, onTake }) {
  const answer = useSignal(/** @type {any} */ (null));
  const problem = useSignal("");
  const turn = useSignal(0);
  useEffect(() => {
    let over = false;
    answer.value = null;
    problem.value = "";
    get(address).then(
      (told) => { if (!over) answer.value = told; },
      (reason) => { if (!over) problem.value = reason.message; },
    );
    return () => {
      over = true;
      pointed.value = null;
    };
  }, [address, turn.value]);
  if (problem.value)
    return html`<p class="problem" role="alert">${fill(gettext("Could not be read: {reason}"),
      { reason: problem.value })} <button type="button" class="button small" onClick=${() => (turn.value += 1)}>
      ${gettext("Try again")}</button></p>`;
  const devices = answer.value?.devices ?? [];
  if (!answer.value) return html`<p class="quiet">${gettext("Reading the network…")}</p>`;
  if (devices.length === 0)
    return html`<p class="quiet">${gettext("The network has no device here: type its code.")}</p>`;
  const feeder = answer.value.feeder ?? "";
  return html`<${Tree} id=${id} label=${label} rows=${devices} chosen=${chosen} line=${line}
      onMark=${(/** @type {any} */ row) => (pointed.value = place(row))}
      onTake=${(/** @type {any} */ row) => onTake({ code: row.code, name: row.name, feeder })} />
    ${answer.value.truncated && html`<p class="quiet">${gettext("The tree is cut: type the code of what is missing.")}
      </p>`}`;
}

/**
 * The tree of an outage below the field of a form; while it is there, a click on a device of the map fills the field.
 * @param {{id: string, address: string, chosen: string, onTake: (code: string) => void}} props
 */
export function DevicePicker({ id, address, chosen, onTake }) {
  useEffect(() => {
    const ask = {
      take: (/** @type {{code: string}} */ device) => onTake(device.code),
      hint: gettext("Click a device on the map, or choose it in the tree"),
    };
    picking.value = ask;
    return () => {
      if (picking.peek() === ask) picking.value = null;
    };
  }, []);
  return html`<div class="device-picker"><${DeviceTree} id=${id} address=${address} chosen=${[chosen]}
    label=${gettext("Devices of this part of the network")}
    onTake=${(/** @type {any} */ device) => onTake(device.code)} /></div>`;
}
