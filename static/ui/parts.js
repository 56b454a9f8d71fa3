// Small things that every screen draws.
import { html } from "../vendor/preact/11.2.0/preact.mjs";

/** Grey bars where rows are about to be. @param {{count?: number, small?: boolean}} props */
export const Skeletons = ({ count = 9, small = false }) =>
  html`<div class=${`skeletons ${small ? "small" : ""}`} aria-hidden="true">${Array.from({ length: count }, () =>
    html`<div class="skeleton"></div>`)}</div>`;

/** A filter that is on or off. */
export const Toggle = ({ on, label, onClick }) =>
  html`<button class="chip toggle" aria-pressed=${on} onClick=${onClick}>${label}</button>`;

/** "list" | "map": what a narrow screen shows. @param {{side: {value: string}}} props a signal */
export function SideSwitch({ side }) {
  const choice = (name, label) =>
    html`<button aria-pressed=${side.value === name} onClick=${() => (side.value = name)}>${label}</button>`;
  return html`<div class="side-switch" role="group" aria-label=${gettext("View")}>${choice("list", gettext("List"))}
    ${choice("map", gettext("Map"))}</div>`;
}

/** The keys of a list in one line at its foot. @param {{keys: [string, string][]}} props [key, what it does] */
export const KeyLine = ({ keys }) =>
  html`<p class="queue-keys" aria-hidden="true">${[...keys, ["?", gettext("all keys")]].map(([key, words]) =>
    html`${key.split(" ").map((one) => html`<kbd class="key">${one}</kbd>`)} ${words} `)}</p>`;
