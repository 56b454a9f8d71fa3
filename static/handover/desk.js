// My desk: signing on and off, every open item in my name, and who takes it.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { LineBody, NewLines, Next } from "../open_items/line.js";
import { keyOf } from "../open_items/rules.js";
import { second } from "../live/store.js";
import { Skeletons } from "../ui/parts.js";
import {
  begin, chosen, close, closedOnes, drop, giveTo, group, groups, mine, open, remarkOn, setRest, showGroup, shown,
  signOff, signOn,
} from "./data.js";
import { unitName } from "../js/words.js";

const personOf = (event) => (event.currentTarget.value ? Number(event.currentTarget.value) : null);

function Reliefs({ label, value, none, onPick }) {
  return html`<select class="input small" aria-label=${label} value=${value ?? ""} onChange=${(event) =>
    onPick(personOf(event))}><option value="">${none}</option>
    ${mine.value.reliefs.map((each) => html`<option key=${each.id} value=${each.id}>
      ${each.name} · ${each.role} · ${unitName(each.centre)}</option>`)}</select>`;
}

function Remark({ line }) {
  const text = useSignal(line.draft);
  const keep = () => text.peek() !== line.draft && remarkOn(line, text.peek());
  return html`<input class="input small remark-field" value=${text.value} maxlength="500"
    aria-label=${fill(gettext("What is to be known of {number}"), { number: line.number })}
    placeholder=${gettext("What is to be known")} onInput=${(event) => (text.value = event.currentTarget.value)}
    onChange=${keep} />`;
}

function Row({ line, handing }) {
  const give = (to) => to && giveTo([line], to);
  const label = fill(gettext("Who takes {number}"), { number: line.number });
  const kind = `line ${chosen.value === keyOf(line) ? "selected" : ""} ${line.gone ? "gone" : ""}`;
  return html`<li class=${kind} data-key=${keyOf(line)}
    onClick=${() => (chosen.value = keyOf(line))}>
    <${LineBody} line=${line} /><${Next} line=${line} />
    ${handing && html`<span class=${`line-acts ${line.to || mine.value.handover.rest_to ? "" : "is-nameless"}`}>
      <${Reliefs} label=${label} value=${line.to?.id} none=${gettext("Who takes it?")} onPick=${give} />
      <${Remark} key=${`${keyOf(line)} ${line.draft}`} line=${line} /></span>`}</li>`;
}

/** There may be dozens of them: a list to choose from. */
function Feeders({ onPick }) {
  const feeders = groups.value.filter((each) => each.group.startsWith("feeder:"));
  if (feeders.length < 2) return null;
  return html`<select class="input small" aria-label=${gettext("Feeder")} value=${group.value} onChange=${(event) =>
    onPick(event.currentTarget.value)}><option value="all">${gettext("Feeder …")}</option>
    ${feeders.map((each) => html`<option key=${each.group} value=${each.group}>${each.name} (${each.count})</option>`)}
    </select>`;
}

function Groups() {
    const nameless = mine.value.lines.filter((each) => !each.to).length;
  const chip = (name, words, count) => html`<button key=${name} class="chip toggle"
    aria-pressed=${group.value === name} onClick=${() => showGroup(name)}>${words} ${number(count)}</button>`;
  return html`<div class="groups" role="group" aria-label=${gettext("Which lines")}>
    ${chip("all", gettext("All"), mine.value.lines.length)}
    ${mine.value.handover && chip("nameless", gettext("Without a name"), nameless)}
    ${groups.value.filter((each) => each.group.startsWith("sort:")).map((each) =>
      chip(each.group, each.name, each.count))}<${Feeders} onPick=${showGroup} /></div>`;
}

function GiveShown() {
  const to = useSignal(null);
  const lines = shown.list.entries.value.map(shown.newest).filter((line) => !line.gone);
  const count = lines.length;
  const words = fill(ngettext("Give the {n} shown", "Give the {n} shown", count), { n: count });
  return html`<span class="give-shown"><${Reliefs} label=${gettext("Who takes those shown")} value=${to.value}
    none=${gettext("To whom?")} onPick=${(person) => (to.value = person)} />
    <button class="button small" disabled=${!to.value || count === 0}
      onClick=${() => giveTo(lines, to.peek())}>${words}</button></span>`;
}

function Closing() {
  const { handover, nameless } = mine.value;
  const remark = useSignal(handover.remark);
  const rest = handover.rest_to;
  const words = nameless === 0 ? gettext("Every item has a new name.")
    : fill(ngettext("{n} item has no new name yet.", "{n} items have no new name yet.", nameless), { n: nameless });
  return html`<section class="closing" aria-labelledby="closing-title">
    <h2 class="panel-title" id="closing-title">${gettext("Hand over")}</h2>
    <label class="field"><span>${gettext("The rest, and whatever still comes in, goes to")}</span>
      <${Reliefs} label=${gettext("Who takes the rest")} value=${rest?.id} none=${gettext("Nobody")}
        onPick=${(to) => setRest(to)} />
    </label>
    <label class="field"><span>${gettext("For the whole shift")}</span><textarea class="input" rows="4" maxlength="4000"
      value=${remark.value} onInput=${(event) => (remark.value = event.currentTarget.value)}
      onChange=${() => setRest(rest?.id ?? null, remark.peek())}></textarea></label>
    <p class=${nameless ? "problem" : "muted"} role="status">${words}</p>
    <div class="form-buttons"><button class="button primary" id="close-handover" disabled=${nameless > 0}
      onClick=${close}>${gettext("Close the hand-over")}</button>
      <button class="button" onClick=${drop}>${gettext("I stay after all")}</button></div></section>`;
}

function Duty() {
  const { duty, handover, lines, reliefs } = mine.value;
  if (!duty)
    return html`<section class="duty"><p>${gettext("You are not on duty.")}</p>
      <button class="button primary" id="sign-on" onClick=${signOn}>
        ${gettext("Sign on at my desk")}</button></section>`;
  return html`<section class="duty"><p><b>${unitName(duty.centre)}</b> <span class="quiet">
    ${fill(gettext("on duty since {time}"), { time: shortMoment(duty.since, second.value) })}</span></p>
    ${reliefs.length === 0 && html`<p class="caption">
      ${gettext("Nobody else is on duty here or above: your relief signs on first.")}</p>`}
    ${!handover && html`<div class="form-buttons"><button class="button primary" id="begin-handover" onClick=${begin}>
      ${gettext("Begin to hand over")}</button>
      ${lines.length === 0 && html`<button class="button" onClick=${signOff}>${gettext("Sign off")}</button>`}</div>`}
  </section>`;
}

function ToRead() {
  return mine.value.to_read.map((id) => html`<p key=${id} class="to-read" role="status">
    ${gettext("A shift was handed over to you.")} <button class="button small primary" onClick=${() => open(id)}>
      ${gettext("Read the night")}</button></p>`);
}

function Past() {
  const rows = closedOnes.answer.value.body?.results ?? [];
  if (rows.length === 0) return null;
  return html`<section class="past"><h2 class="panel-title">${gettext("Closed hand-overs")}</h2>
    <ul>${rows.map((each) => html`<li key=${each.id}><a class="row-link" href=${`?r=${each.id}`}>
      ${shortMoment(each.closed_at, second.value)} · ${each.giver} · ${unitName(each.centre)}</a>
      </li>`)}</ul></section>`;
}

export function MyDesk() {
  if (!mine.value)
    return html`<${Skeletons} count=${8} />`;
  const handing = Boolean(mine.value.handover);
  const lines = shown.list.entries.value;
  return html`<div class="handover-columns"><div class="handover-side"><${ToRead} /><${Duty} />
      ${handing && html`<${Closing} />`}<${Past} /></div>
    <div class="watch-rows"><div class="list-tools"><${Groups} /><${NewLines} list=${shown.list} />
        ${handing && html`<${GiveShown} />`}</div>
      ${lines.length === 0 ? html`<p class="empty">${gettext("Nothing stands in your name.")}</p>`
        : html`<ul class=${`lines ${handing ? "handing" : ""}`} aria-label=${gettext("Open items in my name")}
          ...${shown.list.handlers}>${lines.map((line) =>
            html`<${Row} key=${keyOf(line)} line=${shown.newest(line)} handing=${handing} />`)}</ul>`}
      ${mine.value.left_out > 0 && html`<p class="empty" role="status">
        ${fill(gettext("And {n} more, which are not shown: give the rest to one person."),
        { n: number(mine.value.left_out) })}</p>`}
    </div></div>`;
}
