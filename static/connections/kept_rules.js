// @ts-check
// What a form of the grid manager's phone says to the API, and which moment goes with it. No page, no network.

/** Verbs that carry the moment of the tap, and the field that takes it. @type {Record<string, string>} */
const MOMENT_OF = { "visit-on-the-way": "observed_at", "visit-arrived": "observed_at" };
/** Steps that ask when somebody spoke: left out, it is the moment of the tap and not that of the sending. */
const SPOKEN = "contacted_at";
const OF_THE_FORM = new Set(["csrfmiddlewaretoken", "act"]);
const LOCAL_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/**
 * The fields as the API reads them; what is empty stays out, and Beijing time gets its offset.
 * @param {[string, any][]} fields of a form
 * @returns {Record<string, any>}
 */
export function bodyOf(fields) {
  const said = fields.filter(([name, value]) => !OF_THE_FORM.has(name) && value !== "" && value?.size !== 0);
  return Object.fromEntries(said.map(([name, value]) =>
    [name, typeof value === "string" && LOCAL_MOMENT.test(value) ? `${value}:00+08:00` : value]));
}

/**
 * @param {string} verb @param {{has: (name: string) => boolean, get: (name: string) => any}} fields @param {string} at
 * @returns {Record<string, string>}
 */
export function observedIn(verb, fields, at) {
  if (MOMENT_OF[verb]) return { [MOMENT_OF[verb]]: at };
  return fields.has(SPOKEN) && !fields.get(SPOKEN) ? { [SPOKEN]: at } : {};
}
