// The search in the top bar; "/" leads to it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Icon } from "./icons.js";

const REST_MS = 150; // keeps ten thousand rows from being sorted per letter
let typing;

/** @param {{label: string, hint: string, value: string, onSearch: (text: string) => void}} props */
export function SearchField({ label, hint, value, onSearch }) {
  const changed = (event) => {
    const text = event.currentTarget.value.trim();
    clearTimeout(typing);
    typing = setTimeout(() => onSearch(text), REST_MS);
  };
  // Escape empties the field; what it filtered must come back with that, and not stay hidden.
  const leave = (event) => {
    if (event.key !== "Escape") return;
    clearTimeout(typing);
    event.preventDefault();
    event.currentTarget.value = "";
    event.currentTarget.blur();
    onSearch("");
  };
  return html`<label class="search"><span class="sr-only">${label}</span><${Icon} name="search" />
    <input id="search" type="search" placeholder=${hint} value=${value} onInput=${changed} onKeyDown=${leave}
      autocomplete="off" spellcheck="false" />
    <kbd class="key" aria-hidden="true">/</kbd></label>`;
}
