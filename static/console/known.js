// What is known while the caller is on the line: their outage, their open order, and which place their words mean.
import { html, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { orderNews } from "./crew_news.js";
import { named } from "../js/names/names.js";
import { unitName } from "../js/words.js";

const REST_MS = 400;
const ASKED = ["customer_number", "meter_number", "phone", "address"];

/** Only what was typed is asked about; too little is nothing. */
function questionOf(values) {
  const said = Object.fromEntries(
    ASKED.map((name) => [name, values[name].trim()]).filter(([, text]) => text.length > 1),
  );
  return Object.keys(said).length > 0 ? said : null;
}

/** The answer to what is typed now; a question that fails leaves the form as it was. */
export function useKnown(values) {
  const known = useSignal(null);
  const question = questionOf(values);
  const text = JSON.stringify(question);
  useEffect(() => {
    if (!question) return void (known.value = null);
    const asking = new AbortController();
    const timer = setTimeout(
      () =>
        get("fault-reports/known/", question, { signal: asking.signal }).then(
          (answer) => (known.value = answer),
          () => {},
        ),
      REST_MS,
    );
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);
  return known.value;
}

export function Places({ places, address, onAddress, onPlace = (_place) => {} }) {
  if (places.length === 0)
    return html`<p class="quiet">${gettext("These words name no place that is known: it will be set on the map.")}</p>`;
  const pick = (place) => {
    onPlace(place);
    if (!address.includes(place.name)) onAddress(`${place.name} ${address}`);
  };
  return html`<p class="quiet places-named">${places.length ===
    1 ? gettext("Read as") : gettext("Which is meant?")} ${places.map((place) =>
    html`<button type="button" class="chip toggle" key=${`${place.name}${place.unit}`} onClick=${() => pick(place)}>
    ${[named(place.name), place.unit !== place.name && unitName(place.unit)].filter(Boolean).join(" · ")}
    </button> `)}</p>`;
}

/** @param {{values: any, onAddress: (address: string) => void, onPlace: (place: any) => void}} props */
export function Known({ values, onAddress, onPlace }) {
  const known = useKnown(values);
  if (!known) return null;
  const asksPlace = values.address.trim().length > 1 && !known.supply;
  return html`${known.words && html`<p class="known" role="status">${known.words}
    ${known.order && html`<br /><span class="quiet">${orderNews(known.order)}</span>`}</p>`}
    ${asksPlace && html`<${Places} places=${known.places ?? []} address=${values.address} onAddress=${onAddress}
      onPlace=${onPlace} />`}`;
}
