// Above the lines: the area, crews by state, what is asked for.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { word } from "../js/words.js";
import { crewsVersion } from "../live/store.js";
import { Age } from "../open_items/age.js";
import { Pill } from "../ui/list.js";
import { fill } from "../js/text.js";
import { Toggle } from "../ui/parts.js";
import { ask, askNothing, desk, isAsked, list, present, question } from "./data.js";
import { countStates } from "./row_rules.js";

const codeOf = (path) => path.split("/").at(-2) ?? "";
const depthOf = (path) => path.split("/").length - 2;

/** City, county, unit, as far as somebody there is on duty; further in by two spaces each. */
function Areas() {
  const areas = desk.answer.value.body?.areas ?? [];
  const top = Math.min(...areas.map(({ path }) => depthOf(path)));
  const indent = (path) => "\u2003".repeat(Math.max(0, depthOf(path) - top));
  return html`<select class="input small" id="crew-area" aria-label=${gettext("City, county, unit")}
    value=${question.value.area} onChange=${(event) => ask({ area: event.currentTarget.value })}>
    <option value="">${gettext("Everywhere")}</option>
    ${areas.map(({ path, name }) => html`<option key=${path} value=${codeOf(path)}>${indent(path)}${name}</option>`)}
  </select>`;
}

export function Tools() {
  void [crewsVersion.value, desk.answer.value]; // counted anew with each of them
  const counts = countStates(present());
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const told = desk.answer.value.body ? number(all) : "—"; // nobody is told that no crew is there before it is known
  const pick = (state) => ask({ state: question.peek().state === state ? "" : state });
  const fresh = (n) => fill(ngettext("{n} crew more", "{n} crews more", n), { n });
  return html`<div class="crew-tools" role="toolbar" aria-label=${gettext("The list")}>
    <${Areas} />
    <${Toggle} on=${!question.value.state} label=${`${gettext("All")} ${told}`} onClick=${() => pick("")} />
    ${Object.entries(counts).filter(([state, count]) => count > 0 || question.value.state === state)
      .map(([state, count]) => html`<${Toggle} key=${state} on=${question.value.state === state}
      label=${`${word("crew_state", state)} ${number(count)}`} onClick=${() => pick(state)} />`)}
    ${isAsked.value && html`<button class="chip toggle" onClick=${askNothing}>
      ${gettext("Clear")} <kbd>⇧F</kbd></button>`}
    <span class="crew-tools-side"><${Pill} list=${list} words=${fresh} /><${Age} reader=${desk} /></span></div>`;
}
