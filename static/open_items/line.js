// One open item as a line: what it is, why it stands where it stands, what happens next. The words come with it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Glyph } from "../ui/glyph.js";
import { second } from "../live/store.js";
import { countdown, number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { Pill } from "../ui/list.js";
import { nextOf } from "./rules.js";

export const Marks = ({ marks }) =>
  html`<span class="marks">${marks.map((mark) => html`<span key=${mark.code} class=${`chip ${mark.tone}`}>
    ${mark.words}</span>`)}</span>`;

const NEXT_WORDS = {
  due: (line) => line.due,
  resume: () => gettext("goes on"),
  start: () => gettext("starts"),
};

export function Next({ line }) {
  const next = nextOf(line, second.value);
  if (next.what === "none") return html`<span class="next quiet">—</span>`;
  const left = countdown(next.leftMs);
  const far = Math.abs(next.leftMs) > 12 * 3_600_000;
  const shown = far ? shortMoment(next.at, second.value)
    : next.tone === "over" ? fill(gettext("Over {time}"), { time: left }) : left;
  return html`<span class="next"><b class=${`countdown ${next.tone}`}>${shown}</b>
    <span class="quiet">${NEXT_WORDS[next.what](line)}</span></span>`;
}

function facts(line) {
  const now = second.value;
  return [
    line.feeder,
    line.customers !== null &&
      fill(ngettext("{n} customer", "{n} customers", line.customers), { n: number(line.customers) }),
    line.follows > 0 && fill(gettext("+{n} merged"), { n: line.follows }),
    line.urges > 0 && fill(gettext("urged {n}×"), { n: line.urges }),
    line.promised_at && fill(line.promised_to ? gettext("promised to {name} by {time}") : gettext("promised by {time}"),
      { name: line.promised_to, time: shortMoment(line.promised_at, now) }),
  ].filter(Boolean);
}

/** @param {{line: any, children?: any}} props `children` are what can be done with it */
export function LineBody({ line }) {
  return html`<div class="line-body">
    <p class="line-head"><${Glyph} grade=${line.grade} /><a class="row-link" href=${line.url}>${line.number}</a>
      <span class="quiet">${line.sort} · ${line.state}</span><${Marks} marks=${line.marks} /></p>
    <p class="line-title"><b>${line.place || line.title}</b>${line.place && ` ${line.title}`}</p>
    ${facts(line).length > 0 && html`<p class="caption">${facts(line).join(" · ")}</p>`}
    ${line.reasons.length > 0 && html`<p class="caption reason">${line.reasons.join(" · ")}</p>`}
    ${line.remark && html`<p class="caption remark">“${line.remark}”</p>`}
  </div>`;
}

export const Holder = ({ line }) =>
  html`<span class=${`holder ${line.holder ? "" : "nobody"}`}>${line.holder?.name ??
    fill(gettext("{centre}, nobody on duty"), { centre: line.centre })}</span>`;

/** What came in while the lines were pointed at. */
export function NewLines({ list }) {
  const words = (n) => fill(ngettext("{n} new item ↑", "{n} new items ↑", n), { n: number(n) });
  return html`<${Pill} list=${list} words=${words} />`;
}
