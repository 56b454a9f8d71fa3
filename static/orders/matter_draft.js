// A matter that is no fault, as typed and as filed. No page, no network.

/**
 * @typedef {{kind: string, sub_kind: string, source: string, name: string, phone: string, customer_number: string,
 *   address: string, description: string, about: string, concerns: string, confidential: string, key: string}} Draft
 */

/** @type {Draft} */
export const EMPTY = {
  kind: "", sub_kind: "", source: "PHONE", name: "", phone: "", customer_number: "", address: "", description: "",
  about: "", concerns: "", confidential: "", key: "",
};

/**
 * The body of POST matters/; empty fields are left out. The draft's key names this matter for good.
 * @param {Draft} draft
 */
export function bodyOf({ name, phone, key, confidential, ...said }) {
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
  return { ...known, source_id: key, reporter: { name, phone }, confidential: confidential === "true" };
}
