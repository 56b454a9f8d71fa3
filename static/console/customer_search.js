// Finds a customer by number, meter, phone, name or address while typing.
import { html, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { flagWord } from "./words.js";

const REST_MS = 200;
const LEAST = 2;

/** Answers of older questions are dropped. @returns {(text: string) => void} */
function useSearch(found, problem) {
  const state = useRef({ timer: null, asking: null }).current;
  const ask = async (q) => {
    state.asking = new AbortController();
    try {
      const answer = await get("customers/", { q }, { signal: state.asking.signal });
      found.value = (answer.results ?? answer).slice(0, 8);
      problem.value = null;
    } catch (reason) {
      if (reason.name !== "AbortError") problem.value = reason.message;
    }
  };
  return (text) => {
    clearTimeout(state.timer);
    state.asking?.abort();
    if (text.length < LEAST) found.value = null;
    else state.timer = setTimeout(() => ask(text), REST_MS);
  };
}

function Flags({ flags }) {
  return (flags ?? []).map((flag) => html`<span class="chip near">${flagWord(flag)}</span> `);
}

/** @param {{onPick: (customer: any) => void}} props */
export function CustomerSearch({ onPick }) {
  const found = useSignal(null);
  const problem = useSignal(null);
  const picked = useSignal(null);
  const search = useSearch(found, problem);
  const pick = (customer) => {
    picked.value = customer;
    found.value = null;
    onPick(customer);
  };
  return html`<div class="customer-search">
    <label class="field"><span>${gettext("Customer")}</span><input class="input" type="search" autofocus autocomplete="off" placeholder=${gettext("Number, meter, phone, name or address")} onInput=${(event) => search(event.currentTarget.value.trim())} /></label>
    ${found.value && html`<ul class="found">${found.value.map((customer) => html`<li key=${customer.service_point_id}><button type="button" class="inset-focus" onClick=${() => pick(customer)}><b>${customer.name}</b> ${customer.phone} <span class="quiet">${customer.customer_number}</span> <${Flags} flags=${customer.flags} /><br /><span class="quiet">${customer.address} · ${customer.unit}</span></button></li>`)}
      ${found.value.length === 0 && html`<li class="empty">${gettext("No customer found: the report can be filed without one.")}</li>`}</ul>`}
    ${picked.value && !found.value && html`<p class="picked">${picked.value.name} · ${picked.value.phone} · <span class="quiet">${picked.value.address}</span></p>`}
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
  </div>`;
}
