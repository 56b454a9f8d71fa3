// @ts-check
// The days a page of figures is asked for: in the address, in two fields, and what was answered for them.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";

/**
 * What a page of figures asks and was told: `days` as they stand in the fields, `answer` is {body} or {problem} or both
 * where a later question was refused; null while the first answer comes.
 * @param {string} path below the API; its answer says `since` and `until`
 * @param {() => Record<string, string>} more what else is asked
 */
export function askedByDays(path, more = () => ({})) {
  const asked = new URLSearchParams(location.search);
  const days = signal({ since: asked.get("since") ?? "", until: asked.get("until") ?? "" });
  const answer = signal(/** @type {any} */ (null));

  async function read() {
    const query = Object.fromEntries(Object.entries({ ...days.peek(), ...more() }).filter(([, said]) => said));
    const found = await get(path, query).then((body) => ({ body }), (problem) => ({ problem }));
    const body = /** @type {any} */ (found).body;
    answer.value = body ? found : { ...answer.peek(), ...found };
    if (!body) return;
    days.value = { since: body.since, until: body.until };
    const address = new URLSearchParams(location.search); // as it is now: others write there too
    for (const [name, day] of Object.entries(days.peek())) address.set(name, day);
    history.replaceState(null, "", `?${address}`);
  }
  return { days, answer, read };
}

/** One end of the period. @param {{name: string, label: string, value: string, choose: (day: string) => void}} props */
export const DayField = ({ name, label, value, choose }) => html`<label class="field"><span>${label}</span>
  <input class="input" type="date" name=${name} value=${value}
    onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)} /></label>`;

/** @param {{of: ReturnType<typeof askedByDays>, children?: any}} props */
export function Period({ of, children }) {
  const choose = (/** @type {"since" | "until"} */ name) => (/** @type {string} */ value) => {
    of.days.value = { ...of.days.peek(), [name]: value };
    of.read();
  };
  const day = (/** @type {"since" | "until"} */ name, /** @type {string} */ label) => html`<${DayField} name=${name}
    label=${label} value=${of.days.value[name]} choose=${choose(name)} />`;
  return html`<div class="figure-period">${day("since", gettext("From"))}${day("until", gettext("Until"))}
    ${children}</div>`;
}
