// The one panel beside a list: its frame, head, facts, folds, history and what to say when it could not be read.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number as written } from "../js/format.js";
import { fill } from "../js/text.js";
import { Icon } from "./icons.js";
import { Skeletons } from "./parts.js";

/** @param {{label: string, name?: any, children: any, foot?: any}} props another `name` begins at the top again */
export function Panel({ label, name, children, foot }) {
  return html`<aside class="detail" aria-label=${label}><div class="detail-scroll" key=${name}>${children}</div>
    ${foot}</aside>`;
}

const Line = ({ sign, number, onClose, bare = false }) =>
  html`<div class=${`detail-line ${bare ? "bare" : ""}`}>${sign}<span class="detail-number">${number}</span>
    <button class="icon-button detail-close" aria-label=${gettext("Close")} onClick=${onClose}>
      <${Icon} name="close" /></button></div>`;

/** @param {{sign: any, number: string, onClose: () => void, chips: any, title: any, children: any}} props */
export function PanelHead({ sign, number, onClose, chips, title, children }) {
  return html`<header class="detail-head"><${Line} ...${{ sign, number, onClose }} />
    <div class="chips">${chips}</div>
    <h2>${title}</h2>${children}</header>`;
}

/** Before anything is known but the number. */
export function BarePanel({ label, number, onClose, loading, children }) {
  return html`<aside class="detail" aria-label=${label}><${Line} bare ...${{ number, onClose }} />${children}
    ${loading && html`<${Skeletons} small count=${2} />`}</aside>`;
}

/**
 * Why something could not be read, and another try.
 * @param {{problem: any, again: () => void, absent?: string}} props
 */
export function Unread({ problem, again, absent }) {
  if (!problem) return null;
  if (absent && problem.status === 404) return html`<p class="detail-problem problem" role="alert">${absent}</p>`;
  return html`<p class="detail-problem problem" role="alert">
    ${fill(gettext("Could not be read: {reason}"), { reason: problem.message })} <button class="button small"
    onClick=${again}>${gettext("Try again")}</button></p>`;
}

/** A line of a `dl.facts`; one that says nothing is left out. */
export const Fact = ({ name, children }) =>
  [children].flat(9).some(Boolean) && html`<div><dt>${name}</dt><dd>${children}</dd></div>`;

/** Reasons why a person should look, one a line. @param {{sentences: string[]}} props */
export const Attention = ({ sentences }) => sentences.map((words) =>
  html`<p class="attention-line" role="status" key=${words}>${words}</p>`);

/** A folded list: open while it is short enough to be read at once; nothing without rows. */
export function Fold({ title, count, side, open = true, children }) {
  if (!count) return null;
  return html`<details class="panel fold" open=${open}><summary class="panel-head"><h3 class="panel-title">
    ${title}</h3><span class="quiet">${written(count)}</span>${side &&
    html`<span class="quiet panel-side">${side}</span>`}</summary>${children}</details>`;
}

/**
 * One entry of a history (`ol.timeline`).
 * @param {{at: string, newest?: boolean, children: any}} props `at` in words
 */
export const Entry = ({ at, newest = false, children }) =>
  html`<li class=${`entry ${newest ? "newest" : ""}`}><time class="quiet">${at}</time><span class="dot"
    aria-hidden="true"></span><span>${children}</span></li>`;
