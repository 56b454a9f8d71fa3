// The record of a closed hand-over: the night in figures, what was given to whom, ranked; read by name, and printable.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { second } from "../live/store.js";
import { dayTime, number } from "../js/format.js";
import { person } from "../js/session.js";
import { fill } from "../js/text.js";
import { Holder, LineBody, Next } from "../open_items/line.js";
import { keyOf } from "../open_items/rules.js";
import { Skeletons } from "../ui/parts.js";
import { confirmRead, open, record } from "./data.js";
import { unitName } from "../js/words.js";

function Receipt({ receipt }) {
  const mine = receipt.person_id === person.value?.id;
  const items = fill(ngettext("{n} item", "{n} items", receipt.items), { n: receipt.items });
  return html`<li><b>${receipt.name}</b> ${items} · ${receipt.read_at
    ? fill(gettext("read {time}"), { time: dayTime(receipt.read_at) }) : gettext("not read yet")}
    ${mine && !receipt.read_at && html` <button class="button small primary" id="confirm-read" onClick=${confirmRead}>
      ${gettext("I have read it")}</button>`}</li>`;
}

function Figures({ figures }) {
  return html`<dl class="night">${figures.map((each) => html`<div key=${each.code}><dt>${each.words}</dt>
    <dd class="figure">${number(each.value)}</dd></div>`)}</dl>`;
}

export function Record() {
  const { body, problem } = record.value;
  void second.value;
  if (problem) return html`<p class="empty problem" role="alert">${problem.message}</p>`;
  if (!body) return html`<${Skeletons} count=${1} />`;
  const count = body.lines.length;
  const merged = body.lines.reduce((sum, line) => sum + line.follows, 0);
  const span = { from: dayTime(body.since), to: dayTime(body.closed_at) };
  return html`<article class="record">
    <header><button class="button small no-print" onClick=${() => open(null)}>${gettext("Back to my desk")}</button>
      <h2>${unitName(body.centre)} · ${body.giver}</h2>
      <span class="quiet">${fill(gettext("{from} to {to}"), span)}</span>
      <button class="button small no-print" onClick=${() => print()}>
        ${gettext("Print")} <kbd class="key">P</kbd></button>
    </header>
    ${body.remark && html`<p class="shift-remark">${body.remark}</p>`}
    <ul class="receipts">${body.receipts.map((each) =>
      html`<${Receipt} key=${each.person_id} receipt=${each} />`)}</ul>
    <h3 class="panel-title">${gettext("The night in figures")}</h3>
    <${Figures} figures=${body.figures} />
    <h3 class="panel-title">${fill(ngettext("{n} open item", "{n} open items", count), { n: count })}
      ${merged > 0 && html`<span class="quiet">${fill(gettext("+{n} merged"), { n: merged })}</span>`}</h3>
    <ol class="lines">${body.lines.map((line) => html`<li class="line" key=${keyOf(line)}>
      <${LineBody} line=${line} />
      <${Next} line=${line} /><${Holder} line=${line} /></li>`)}</ol>
  </article>`;
}
