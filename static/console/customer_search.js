// Finds a customer by number, meter, phone, name or address while typing.
import { html, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { Combobox } from "../ui/combobox.js";
import { fill } from "../js/text.js";
import { unitName, word } from "../js/words.js";
import { named } from "../js/names/names.js";

const REST_MS = 200;
const LEAST = 2;
const SHOWN = 8;

/**
 * Answers of older questions are dropped.
 *
 * @returns {{type: (text: string) => void, now: () => void}} `now` asks at once
 */
function useSearch(onFound, onProblem) {
  const state = useRef({ timer: null, asking: null, text: "" }).current;
  const ask = async () => {
    clearTimeout(state.timer);
    state.asking?.abort();
    const asking = (state.asking = new AbortController());
    try {
      const answer = await get("customers/", { q: state.text }, { signal: asking.signal });
      onFound(answer.results ?? answer);
    } catch (reason) {
      if (!asking.signal.aborted) onProblem(reason.message);
    }
  };
  const type = (text) => {
    clearTimeout(state.timer);
    state.asking?.abort();
    state.text = text;
    if (text.length < LEAST) onFound(null);
    else state.timer = setTimeout(ask, REST_MS);
  };
  return { type, now: () => state.text.length >= LEAST && ask() };
}

const NONE = () => gettext("No customer found: the report can be filed without one.");

function line(customer) {
  return html`<b>${customer.name}</b> ${customer.phone} <span class="quiet">
    ${customer.customer_number}</span> ${(customer.flags ?? []).map((flag) =>
    html`<span class="chip near">${word("flag", flag)}</span> `)}<br /><span class="quiet">
    ${named(customer.address)} · ${unitName(customer.unit)}</span>`;
}

/** @param {{picked?: any, onPick: (customer: any) => void, id?: string, focus?: boolean, none?: string}} props */
export function CustomerSearch({ picked, onPick, id = "report-customer", focus = true, none = NONE() }) {
  const found = useSignal(null); // null: no list
  const active = useSignal(0);
  const more = useSignal(0);
  const problem = useSignal(null);
  const hurried = useRef(false); // Enter came before the answer: a single match is what was meant
  const show = (results) => {
    problem.value = null;
    active.value = 0;
    found.value = results && results.slice(0, SHOWN);
    more.value = Math.max(0, (results?.length ?? 0) - SHOWN);
    if (hurried.current && results?.length === 1) take(0);
    hurried.current = false;
  };
  const search = useSearch(show, (text) => (problem.value = text));
  const take = (index) => {
    const customer = found.value[index];
    found.value = null;
    onPick(customer);
  };
  const hurry = () => {
    hurried.current = true;
    search.now();
  };
  const close = () => (found.value = null);
  return html`<div class="customer-search">
    <${Combobox}
      id=${id} label=${gettext("Customer")} hint=${gettext("Number, meter, phone, name or address")}
        autofocus=${focus} choices=${found.value} active=${active.value} line=${line}
      none=${none}
      onType=${(text) => search.type(text.trim())} onMark=${(index) => (active.value = index)} onTake=${take}
        onClose=${close} onEnter=${hurry}
    />
    ${found.value && more.value > 0 && html`<p class="quiet">
      ${fill(gettext("{n} more: type more of it"), { n: more.value })}</p>`}
    ${picked && !found.value && html`<p class="picked">${picked.name} · ${picked.phone} · <span class="quiet">
      ${named(picked.address)}</span></p>`}
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
  </div>`;
}
