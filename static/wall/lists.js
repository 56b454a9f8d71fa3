// The worst of what is open, and the planned work of today. Of people nothing: a fault is its kind, station and limit.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { countdown, duration, hourMinute, number } from "../js/format.js";
import { named } from "../js/names/names.js";
import { statusWord } from "../js/states.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { Glyph } from "../ui/glyph.js";
import { second, state } from "./data.js";
import { centreOf, toneOf, unitOf } from "./names.js";
import { Paged } from "./paged.js";
import { Panel } from "./panels.js";
import { loudest } from "./rules.js";

const DOT = " · ";
const LONG_MS = 100 * 60_000;

/** Time left of the limit that runs next, or by how much it is past. */
function Left({ line }) {
  if (!line.due_at) return html`<span class="left">—</span>`;
  const ms = Date.parse(line.due_at) - second.value;
  if (ms < 0) return html`<span class="left over">${fill(gettext("late {time}"), { time: late(-ms) })}</span>`;
  return html`<span class="left">${ms > LONG_MS ? hourMinute(line.due_at) : countdown(ms)}</span>`;
}
const late = (ms) => (ms > LONG_MS ? duration(Math.round(ms / 3_600_000) * 60) : countdown(ms));

function titleOf(line) {
  return line.kind === "outage" ? named(line.what) || gettext("Outage") : word("fault", line.fault_kind);
}

function Line({ line }) {
  const place = [centreOf(line), unitOf(line)].filter(Boolean).join(" ");
  const dark = line.customers !== null && fill(gettext("{n} customers"), { n: number(line.customers) });
  const at = line.order_status ? statusWord(line.order_status) : statusWord(line.status, "OUTAGE");
  const limit = line.due_code === "ETR" ? gettext("Power back") : word("clock", line.due_code, "");
  return html`<li class="worst-row"><${Glyph} grade=${line.grade} />
    <p class="first clip">${titleOf(line)} <span class="place">${place}</span></p><${Left} line=${line} />
    <p class="second clip">${[dark, at].filter(Boolean).join(DOT)}${loudest(line.marks).map((mark) => html`
      <span key=${mark} class=${`mark ${toneOf(mark)}`}>${word("mark", mark)}</span>`)}</p>
    <span class="limit-word clip">${line.due_at ? limit : ""}</span></li>`;
}

export function Worst() {
  const { total = 0, lines = [] } = state.value?.worst ?? {};
  return html`<${Panel} name="worst" title=${gettext("Most urgent")}
    aside=${state.value && fill(gettext("of {n} that wait"), { n: number(total) })}>
    ${lines.length === 0 ? html`<p class="empty">${gettext("Nobody waits for a repair.")}</p>`
      : html`<${Paged} rows=${lines} rem=${3.6} list="worst" row=${(line) => html`<${Line} key=${line.number}
        line=${line} />`} />`}</${Panel}>`;
}

/** Hours of today; what began or ends on another day says so by an arrow. */
function hours(plan) {
  const today = new Date(second.value).toDateString();
  const from = new Date(plan.from).toDateString() === today ? hourMinute(plan.from) : "←";
  const to = new Date(plan.to).toDateString() === today ? hourMinute(plan.to) : "→";
  return `${from} – ${to}`;
}

function Plan({ plan }) {
  const [kind, words] = plan.late
    ? ["late", plan.under_way ? gettext("should be over") : gettext("should have begun")]
    : plan.under_way ? ["under-way", gettext("under way")] : ["", gettext("to come")];
  return html`<li class=${`plan-row ${kind}`}><span class="when">${hours(plan)}</span>
    <p class="first clip">${centreOf(plan)} <span class="place">${plan.title}</span></p>
    <p class="second clip">${fill(gettext("{n} customers"), { n: number(plan.customers) })}${DOT}
      <span class="plan-state">${words}</span></p></li>`;
}

export function Plans() {
  const { total = 0, under_way = 0, lines = [] } = state.value?.plans ?? {};
  return html`<${Panel} name="plans" title=${gettext("Planned work today")}
    aside=${state.value && fill(gettext("{n}, under way {m}"), { n: number(total), m: number(under_way) })}>
    ${lines.length === 0 ? html`<p class="empty">${gettext("No planned work is announced for today.")}</p>`
      : html`<${Paged} rows=${lines} rem=${3.5} list="plans" turns row=${(plan) => html`<${Plan} key=${plan.number}
        plan=${plan} />`} />`}</${Panel}>`;
}
