// The rows of the chosen list, and what a supervisor does from a row: open, urge, take over, give to somebody by name.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { may } from "../js/rights.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { Holder, LineBody, Next } from "../open_items/line.js";
import { keyOf } from "../open_items/rules.js";
import { Skeletons } from "../ui/parts.js";
import { chosen, desk, give, lines, list, onDuty, urge } from "./data.js";

export const takeOver = (line) => give(line, null, gettext("It is in your name now."));
/** Only orders are urged: an outage or an alarm has nobody on the way of its own. */
const mayUrge = (line) => may("report") && line.kind === "order";
export const urgeIt = (line) => mayUrge(line) && urge(line, gettext("Urged."));

function Give({ line }) {
  const pick = (event) => {
    const person = onDuty.peek().find((each) => String(each.person_id) === event.currentTarget.value);
    if (person) give(line, person, fill(gettext("It is in the name of {name} now."), { name: person.person_name }));
  };
  return html`<select class="input small" aria-label=${fill(gettext("Give {number} to"), { number: line.number })}
    value="" onChange=${pick}><option value="">${gettext("Give to …")}</option>
    ${onDuty.value.map((each) => html`<option key=${each.id} value=${each.person_id}>
      ${each.person_name} · ${unitName(each.centre_name)} (${each.items})</option>`)}</select>`;
}

function Row({ line }) {
  const isChosen = chosen.value === keyOf(line);
  return html`<li class=${`line ${isChosen ? "selected" : ""} ${line.gone ? "gone" : ""}`} data-key=${keyOf(line)}
    onClick=${() => (chosen.value = keyOf(line))}>
    <${LineBody} line=${line} /><${Next} line=${line} /><${Holder} line=${line} />
    <span class="line-acts">
      ${mayUrge(line) && html`<button class="button small" onClick=${() => urgeIt(line)}>${gettext("Urge")}</button>`}
      ${may("custody") && html`<button class="button small" onClick=${() => takeOver(line)}>
        ${gettext("Take over")}</button><${Give} line=${line} />`}</span></li>`;
}

export function Rows() {
  const { body, loading } = desk.answer.value;
  if (!body)
    return loading && html`<${Skeletons} count=${8} />`;
  const watch = body.watches.find((each) => each.code === list.value);
  const shown = lines.list.entries.value;
  if (shown.length === 0) return html`<p class="empty">${gettext("Nothing here.")}</p>`;
  return html`<ul class="lines" aria-label=${watch?.words ?? gettext("Open items")} ...${lines.list.handlers}>
    ${shown.map((line) => html`<${Row} key=${keyOf(line)} line=${lines.newest(line)} />`)}</ul>`;
}
