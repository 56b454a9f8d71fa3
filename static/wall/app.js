// The wall: one screen that nobody touches. Data: data.js; what is drawn where: wall.css by the shape of the screen.
import { html, render, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, day, hourMinute, number } from "../js/format.js";
import { setStates } from "../js/states.js";
import { fill } from "../js/text.js";
import { setWords } from "../js/words.js";
import { Areas, Arrival, Figures, Trend } from "./panels.js";
import { cutSince, link, readByHttp, second, startWall, state } from "./data.js";
import { Plans, Worst } from "./lists.js";
import { nameOf, setTones } from "./names.js";
import { Results } from "./results.js";
import { isNight } from "./rules.js";
import { WallMap } from "./wall_map.js";

function Freshness() {
  const { state: line, ageMs, heardAt } = link.freshness.value;
  const words = {
    connecting: gettext("Connecting…"),
    live: fill(gettext("Data of {time}"), { time: clock(heardAt ?? second.value) }),
    late: fill(gettext("Data {n} s late"), { n: number(ageMs / 1000) }),
    lost: gettext("No connection"),
  };
  return html`<span class=${`fresh ${line}`}><span class="dot" aria-hidden="true"></span>${words[line]}</span>`;
}

function Header() {
  const unit = state.value?.unit;
  const pace = state.value?.pace;
  return html`<header class="wall-top">
    <h1>${unit ? nameOf(unit) : "…"}</h1><p class="product">${gettext("Power service command")}</p>
    ${pace && html`<span class="pace">${fill(gettext("Demo {n}×"), { n: number(pace) })}</span>`}
    <span class="gap"></span><${Freshness} />
    <time class="today">${day(second.value)}</time><time class="clock">${hourMinute(second.value)}</time>
  </header>`;
}

/** Since when there is no line, and how old what stands here is. Never silent about it. */
function Cut() {
  const words = useComputed(() => {
    if (cutSince.value === null) return "";
    const since = hourMinute(cutSince.value);
    const last = readByHttp.value;
    if (last !== null && second.value - last < 40_000)
      return fill(gettext("No live connection since {since} · read every 15 seconds, last at {time}"),
        { since, time: clock(last) });
    const shown = Date.parse(state.value?.at ?? "");
    if (Number.isNaN(shown)) return fill(gettext("No connection since {since} · nothing is known yet"), { since });
    return fill(gettext("No connection since {since} · what stands here is of {time}"), { since, time: clock(shown) });
  }).value;
  return html`<p class=${`wall-cut ${readByHttp.value === null ? "lost" : "late"}`} role="status"
    hidden=${!words}>${words}</p>`;
}

function Wall() {
  const isOld = cutSince.value !== null && readByHttp.value === null;
  const night = useComputed(() => isNight(second.value)).value;
  return html`<div class=${`wall ${isOld ? "is-old" : ""} ${night ? "is-night" : ""}`}>
    <${Header} /><${Cut} />
    <main id="main" class="wall-main">
      <${Figures} /><${Areas} /><${Arrival} /><${WallMap} /><${Trend} /><${Worst} /><${Plans} />
    </main>
    <${Results} />
  </div>`;
}

export function mount(element, props) {
  setStates(props.states, props.kinds);
  setWords(props.words);
  setTones(props.tones);
  startWall(props.socket);
  render(html`<${Wall} />`, element);
}
