// Ctrl+K: orders by number, crews, customers, screens, saved views, and the steps of what is chosen. By the keyboard
// alone.
import { html, useEffect, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { may } from "../js/rights.js";
import { fill } from "../js/text.js";
import { crews, orders } from "../live/store.js";
import { addressOfOrder, areas } from "./areas.js";
import { Combobox } from "./combobox.js";
import { Dialog } from "./dialog.js";
import { paletteOpen } from "./keys.js";
import { best, isNumber } from "./palette_rules.js";

const REST_MS = 250;
const LEAST = 2; // letters, before a customer may be looked for: every look is counted

const go = (address) => location.assign(address);
const close = () => (paletteOpen.value = false);

const screens = () => areas().map((area) => ({
  kind: gettext("Screen"), words: area.word(), key: `G ${area.key.toUpperCase()}`, run: () => go(area.path),
}));

const steps = ({ deeds }) => (deeds?.() ?? []).map(({ label, about, key, run }) => ({
  kind: gettext("Step"), words: label, beside: about, key, run,
}));

const orderFound = ({ number, title, place }, open) => ({
  kind: gettext("Order"), words: number, quiet: [place, title].filter(Boolean).join(" · "),
  run: () => open?.(number) || go(addressOfOrder(number)),
});

const crewFound = ({ id, name, unit }) => ({
  kind: gettext("Crew"), words: name, quiet: unit, run: () => go(`/crews/?crew=${id}`),
});

const customerFound = ({ customer_number: number, name, phone, address }) => ({
  kind: gettext("Customer"), words: name, quiet: [phone, number, address].filter(Boolean).join(" · "),
  run: () => go(`/orders/?customer_number=${encodeURIComponent(number)}`),
});

/** What is at hand without asking anybody. Before the first letter: what is chosen, the page, the screens. */
function atHand(text, keys) {
  const finds = keys.finds?.() ?? [];
  if (!text.trim()) return [...steps(keys), ...finds, ...screens()];
  const cards = [...orders.values()].map((card) => orderFound(card, keys.open));
  const kinds = [steps(keys), finds, cards, [...crews.values()].map(crewFound), screens()];
  return kinds.flatMap((found) => best(found, text));
}

/** Orders of that number that are on no board. */
function useOrders(text, keys) {
  const found = useSignal([]);
  useEffect(() => {
    found.value = [];
    if (!isNumber(text)) return undefined;
    const asking = new AbortController();
    const ask = () => get("work-orders/", { number: text.trim(), limit: "5" }, { signal: asking.signal }).then(
      ({ results }) => (found.value = results.map((card) => orderFound(card, keys.open))), () => {});
    const timer = setTimeout(ask, REST_MS);
    return () => (clearTimeout(timer), asking.abort());
  }, [text]);
  return found.value;
}

function Search({ keys }) {
  const text = useSignal("");
  const active = useSignal(0);
  const customers = useSignal(null); // asked for, not typed for: each look into the register is counted
  const problem = useSignal("");
  const elsewhere = useOrders(text.value, keys);
  const look = async () => {
    problem.value = "";
    try {
      const { results } = await get("customers/", { q: text.peek().trim() });
      customers.value = results.map(customerFound);
    } catch (refusal) {
      problem.value = refusal.message;
    }
    active.value = 0;
  };
  const lookUp = may("read_customers") && text.value.trim().length >= LEAST && !customers.value
    ? [{ kind: gettext("Customer"), stays: true, run: look,
      words: fill(gettext("Look for a customer “{text}”"), { text: text.value.trim() }) }] : [];
  const shown = [...(customers.value ?? []), ...atHand(text.value, keys)];
  const more = elsewhere.filter((one) => !shown.some(({ words }) => words === one.words));
  const choices = [...shown, ...more, ...lookUp];
  const take = (index) => {
    const one = choices[index];
    if (!one) return;
    if (!one.stays) close();
    // The dialog gives the focus back first; what runs may put it elsewhere.
    setTimeout(one.run);
  };
  const type = (value) => {
    text.value = value;
    active.value = 0;
    customers.value = null;
  };
  const line = (one) => html`<span class="palette-line"><span class="quiet">${one.kind}</span><b class="clip">
    ${one.words}</b><span class="quiet clip">${one.quiet ?? one.beside}</span>
    ${one.key && html`<kbd class="key">${one.key}</kbd>`}
    </span>`;
  return html`<${Combobox} id="palette" label=${gettext("Find anything")} autofocus choices=${choices}
    hint=${gettext("Order number, crew, customer, screen, step")} active=${active.value} line=${line}
    none=${gettext("Nothing found.")} onType=${type} onMark=${(index) => (active.value = index)} onTake=${take}
    onClose=${close} value=${text.value} />
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}`;
}

/** @param {{keys: import("./keys.js").Keys}} props the page's */
export const Palette = ({ keys }) => html`<${Dialog} open=${paletteOpen.value} kind="palette"
  label=${gettext("Find anything")} onClose=${close}><${Search} keys=${keys} /></${Dialog}>`;
