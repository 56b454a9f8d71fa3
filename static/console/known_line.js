// While the caller is on the phone: the known outage and the order that is open already, before anything is filed.
import { html, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";

const REST_MS = 400;
const LEAST = 4;
const ASKED = ["customer_number", "meter_number", "phone", "address"];

/** What the form says so far, as the question; null while it says too little. */
export function questionOf(said) {
  const told = ASKED.filter((name) => (said[name] ?? "").trim().length >= LEAST).map((name) => [name, said[name].trim()]);
  return told.length ? Object.fromEntries(told) : null;
}

/** @param {{said: Record<string, string>}} props what stands in the report form */
export function KnownLine({ said }) {
  const known = useSignal(null);
  const question = JSON.stringify(questionOf(said));
  useEffect(() => {
    known.value = null;
    if (question === "null") return undefined;
    const asking = new AbortController();
    const ask = () => get("fault-reports/known/", JSON.parse(question), { signal: asking.signal }).then((answer) => (known.value = answer)).catch(() => {});
    const timer = setTimeout(ask, REST_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [question]);
  const { words, order, places = [] } = known.value ?? {};
  return html`<div class="known-line" aria-live="polite">
    ${words && html`<p class="attention-line">${words} ${order && html`<span class="quiet">${order.number}</span>`}</p>`}
    ${places.length > 0 && html`<p class="quiet">${gettext("Perhaps here:")} ${places.map((place) => `${place.name} · ${place.unit}`).join("; ")}</p>`}
  </div>`;
}
