// The report of a call, as typed and as filed. No page, no network.

/**
 * @typedef {{source: string, name: string, phone: string, customer_number: string, meter_number: string,
 *   address: string, description: string, key: string, customer: {name: string} | null}} Draft
 */

/** @type {Draft} */
export const EMPTY = {
  source: "PHONE",
  name: "",
  phone: "",
  customer_number: "",
  meter_number: "",
  address: "",
  description: "",
  key: "",
  customer: null,
};

/**
 * The body of POST fault-reports/; empty fields are left out. The draft's key names this call for good.
 * @param {Draft} draft
 */
export function bodyOf(draft) {
  const { name, phone, source, description, key, customer, ...place } = draft;
  const known = Object.entries(place).filter(([, value]) => value);
  return { source, source_id: key, reporter: { name, phone }, description, ...Object.fromEntries(known) };
}

/**
 * What a customer from the register changes in the draft; a masked value is for the eye, the server knows the true one.
 * @param {{customer_number: string, meter_number: string, name?: string, phone?: string, address?: string}} customer
 */
export function fromCustomer(customer) {
  const { customer_number, meter_number, name = "", phone = "", address = "" } = customer;
  /** @param {string} text */
  const plain = (text) => (text?.includes("*") ? "" : (text ?? ""));
  return {
    customer_number,
    meter_number,
    name: plain(name),
    phone: plain(phone),
    address: plain(address),
    customer: { name, phone, address },
  };
}
