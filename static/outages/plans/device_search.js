// @ts-check
// Finds a switching device by the beginning of its code or a part of its name, on the map, or in the tree of a feeder;
// what is chosen stands below as chips.
import { html, useRef, useSignal } from "../../vendor/preact/11.2.0/preact.mjs";
import { get } from "../../js/api.js";
import { DeviceTree } from "../../network/device_picker.js";
import { fill } from "../../js/text.js";
import { Combobox } from "../../ui/combobox.js";
import { named } from "../../js/names/names.js";

const REST_MS = 200;
const SHOWN = 10;

/** @param {any} device */
const line = (device) => html`<b>${named(device.name)}</b> <span class="quiet">
  ${device.code} · ${named(device.feeder) || "—"}
  ${device.open ? ` · ${gettext("stands open")}` : ""}</span>`;

/**
 * The devices of the feeder of what was chosen last: a second choice of the same takes it back.
 * @param {{id: string, chosen: import("./form_draft.js").Device[],
 *   onAdd: (device: import("./form_draft.js").Device) => void, onDrop: (code: string) => void}} props
 */
function OfFeeder({ id, chosen, onAdd, onDrop }) {
  const open = useSignal(false);
  const last = chosen.findLast((device) => device.feederCode);
  if (!last) return null;
  const codes = chosen.map(({ code }) => code);
  const take = (/** @type {any} */ device) =>
    codes.includes(device.code) ? onDrop(device.code) : onAdd({ ...device, feederCode: last.feederCode });
  const address = `feeders/${encodeURIComponent(last.feederCode ?? "")}/devices/`;
  return html`<details class="feeder-tree" open=${open.value}
    onToggle=${(/** @type {any} */ event) => (open.value = event.currentTarget.open)}>
    <summary>${gettext("Devices of the same feeder")}</summary>
    ${open.value && html`<${DeviceTree} id=${`${id}-tree`} address=${address} chosen=${codes} onTake=${take}
      label=${gettext("Devices of the same feeder")} />`}</details>`;
}

/**
 * @param {{id: string, label: string, chosen: import("./form_draft.js").Device[], error?: string,
 *   onAdd: (device: import("./form_draft.js").Device) => void, onDrop: (code: string) => void,
 *   onMap: () => void}} props
 */
export function DeviceSearch({ id, label, chosen, error, onAdd, onDrop, onMap }) {
  const found = useSignal(/** @type {any[] | null} */ (null));
  const active = useSignal(0);
  const problem = useSignal("");
  const typed = useSignal("");
  const state = useRef({ timer: 0, turn: 0 }).current;
  const ask = async (/** @type {string} */ search) => {
    const turn = (state.turn += 1);
    try {
      const answer = await get("devices/", { search, limit: String(SHOWN) });
      if (turn !== state.turn) return; // an answer to an older question
      problem.value = "";
      active.value = 0;
      found.value = answer.results;
    } catch (reason) {
      problem.value = /** @type {Error} */ (reason).message;
    }
  };
  const type = (/** @type {string} */ text) => {
    clearTimeout(state.timer);
    state.turn += 1;
    typed.value = text;
    if (text.trim().length < 2) found.value = null;
    else state.timer = setTimeout(() => ask(text.trim()), REST_MS);
  };
  const take = (/** @type {number} */ index) => {
    const device = found.value?.[index];
    found.value = null;
    typed.value = "";
    if (device) onAdd({ code: device.code, name: device.name, feeder: device.feeder ?? "",
      feederCode: device.feeder ?? "" });
  };
  return html`<div class="device-search"><${Combobox} id=${id} label=${label}
      hint=${gettext("Code or name of the device")} choices=${found.value} active=${active.value} line=${line}
      value=${typed.value} none=${gettext("No such device in your area.")} onType=${type}
      onMark=${(/** @type {number} */ index) =>
      (active.value = index)} onTake=${take} onClose=${() => (found.value = null)} />
    <p><button type="button" class="button small" onClick=${onMap}>${gettext("Choose on the map")}</button></p>
    ${chosen.length > 0 && html`<p class="chips">${chosen.map((device) => html`<button type="button"
      class="chip toggle" key=${device.code} onClick=${() => onDrop(device.code)}
      aria-label=${fill(gettext("Leave out {name}"), { name: named(device.name) })}>
      ${named(device.name)} ✕</button>`)}</p>`}
    <${OfFeeder} ...${{ id, chosen, onAdd, onDrop }} />
    ${(error || problem.value) && html`<span class="field-error" role="alert">${error || problem.value}</span>`}</div>`;
}
