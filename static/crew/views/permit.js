/** No repair without the number of the emergency-repair sheet or work ticket. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { draft } from "../../js/drafts.js";
import { duration } from "../../js/format.js";
import { actOnOrder } from "../acting.js";
import { lastPermit, rememberPermit } from "../memory.js";
import { clockMs, openForm } from "../store.js";
import { Chips, Icon } from "./parts.js";

const ETR_MINUTES = [30, 60, 120, 180];

export function Permit({ order }) {
  const typed = draft(`start ${order.number}`, { number: lastPermit(), minutes: "" });
  const { number, minutes } = typed.values.value;
  const start = async (event) => {
    event.preventDefault();
    rememberPermit(number.trim());
    const etr = minutes ? { etr_at: new Date(clockMs.value + Number(minutes) * 60_000).toISOString() } : {};
    if (!(await actOnOrder(order, "start", { permit_number: number.trim(), ...etr }))) return;
    typed.drop();
    openForm.value = null;
  };
  return html`<main id="main"><form class="form" onSubmit=${start}>
    <${FormHead} title=${gettext("Start repair")} />
    <div class="scroll">
      <label class="field"><span>${gettext("Number of the emergency-repair sheet or work ticket")}</span>
        <input class="input" name="permit_number" required maxlength="40" autocomplete="off" autocapitalize="characters"
          value=${number} onInput=${(event) => typed.change({ number: event.target.value })} /></label>
      <div class="field"><span>${gettext("When will power be back, as far as you can see?")}</span>
        <${Chips} label=${gettext("Expected duration")} options=${ETR_MINUTES.map((value) =>
          [String(value), duration(value)])} value=${minutes}
          onPick=${(value) => typed.change({ minutes: value })} /></div>
    </div>
    <div class="actions"><button class="act" disabled=${!number.trim()}>${gettext("Start repair")}</button></div>
  </form></main>`;
}

export function FormHead({ title }) {
  return html`<div class="form-head"><h2>${title}</h2>
    <button type="button" class="icon-button" aria-label=${gettext("Back to the job")}
      onClick=${() => (openForm.value = null)}><${Icon} name="close" /></button></div>`;
}
