// The slider from a day ago over now to three days ahead, and the line that says that this is not now.
import { effect, html, signal, untracked, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { number, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { Icon } from "../ui/icons.js";
import { second } from "../live/store.js";
import { list } from "./choice.js";
import { isAhead, lookAt, moment, readThenAgain, then } from "./moment.js";
import { planList, listed } from "./plans/choice.js";
import { plans, show, view } from "./plans/data.js";
import { side } from "./side.js";

const STEP_MS = 15 * 60_000;
const BACK_MS = 24 * 3_600_000, AHEAD_MS = 72 * 3_600_000;

/** Whether the slider is there. */
const open = signal(moment.peek() !== null);
let wanted = false; // opened by hand: then the slider gets the focus
const quarter = (at) => Math.round(at / STEP_MS) * STEP_MS;

const words = (at) => shortMoment(new Date(at).toISOString(), second.peek());

export function backToNow() {
  lookAt(null);
  if (view.peek() === "plans") show("now");
}

/** One key: opens the slider; from another moment it leads back to now. */
export function toggleMoment() {
  if (moment.peek() !== null) return backToNow();
  open.value = wanted = !open.peek();
  if (wanted) side.value = "map"; // where the slider is
}

/** The list follows the moment: what is planned for what is to come, who was dark for what is over. */
export function startMomentViews() {
  effect(() => {
    const ahead = isAhead();
    if (moment.value !== null) untracked(() => show(ahead ? "plans" : "now"));
  });
  effect(() => {
    void [then.value, moment.value, isAhead() && plans.value];
    untracked(() => {
      list.apply();
      planList.apply();
    });
  });
}

function ahead() {
  if (plans.value === null) return gettext("Loading…");
  const customers = listed.value.reduce((sum, plan) => sum + plan.customers, 0);
  return fill(ngettext("{n} planned work, {customers} customers", "{n} planned works, {customers} customers",
    listed.value.length), { n: number(listed.value.length), customers: number(customers) });
}

function known() {
  const { cards, loading, problem } = then.value;
  if (problem) return problem.message;
  if (loading && cards.size === 0) return gettext("Loading…");
  const customers = [...cards.values()].reduce((sum, card) => sum + card.customers_out, 0);
  return fill(ngettext("{n} outage, {customers} customers, as the ledger knows it now",
    "{n} outages, {customers} customers, as the ledger knows it now", cards.size),
    { n: number(cards.size), customers: number(customers) });
}

export function MomentBanner() {
  if (moment.value === null || then.value === null) return null;
  const said = isAhead() ? gettext("Not now: what is planned for {time}") : gettext("Not now: as it was at {time}");
  const when = fill(said, { time: words(moment.value) });
  return html`<div class="banner late moment-banner" role="status">
    <p><b>${when}</b> <span>${isAhead() ? ahead() : known()}</span></p>
    ${then.value.problem && html`<button class="button small" onClick=${readThenAgain}>
      ${gettext("Try again")}</button>`}
    <button class="button small primary" onClick=${backToNow}>${gettext("Back to now")} <kbd
      class="key">V</kbd></button>
  </div>`;
}

function onKey(event) {
  if (event.key !== "Escape" && event.key !== "v") return;
  event.preventDefault();
  event.stopPropagation();
  if (moment.peek() === null) open.value = false;
  else backToNow();
}

function Slider() {
  const now = quarter(second.value);
  const at = moment.value ?? now;
  const [from, to] = [Math.min(now - BACK_MS, at), Math.max(now + AHEAD_MS, at)];
  const said = moment.value === null ? gettext("now") : words(at);
  const slider = useRef(null);
  useEffect(() => void (wanted && slider.current.focus()), []);
  const close = () => {
    backToNow();
    open.value = false;
  };
  const move = (to) => lookAt(Math.abs(to - second.peek()) < STEP_MS / 2 ? null : to);
  return html`<section class="moment-bar" aria-label=${gettext("Another moment")} onKeyDown=${onKey}>
    <button class="icon-button" aria-label=${gettext("A quarter of an hour earlier")}
      onClick=${() => move(at - STEP_MS)}><${Icon} name="back" /></button>
    <span class="moment-scale"><input type="range" ref=${slider} min=${from} max=${to} step=${STEP_MS} value=${at}
      aria-label=${gettext("Moment")} aria-valuetext=${said} onInput=${(event) => move(Number(event.target.value))} />
      <span class="moment-marks" aria-hidden="true"><span>−24 h</span><span class="moment-now"
        style=${{ left: `${((now - from) / (to - from)) * 100}%` }}>${gettext("now")}</span>
        <span>+72 h</span></span></span>
    <button class="icon-button moment-later" aria-label=${gettext("A quarter of an hour later")}
      onClick=${() => move(at + STEP_MS)}><${Icon} name="back" /></button>
    <output class="moment-said">${said}</output>
    <button class="icon-button" aria-label=${gettext("Close")} onClick=${close}><${Icon} name="close" /></button>
    </section>`;
}

export function MomentBar() {
  if (open.value) return html`<${Slider} />`;
  return html`<button class="button small moment-open" onClick=${toggleMoment}>${gettext("Another moment")} <kbd
    class="key">V</kbd></button>`;
}
