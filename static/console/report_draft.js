// The report of a call, as typed and as filed. No page, no network.

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

/** The body of POST fault-reports/; empty fields are left out. The draft's key names this call for good. */
export function bodyOf(draft) {
  const { name, phone, source, description, key, customer, ...place } = draft;
  const known = Object.entries(place).filter(([, value]) => value);
  return { source, source_id: key, reporter: { name, phone }, description, ...Object.fromEntries(known) };
}

/**
 * What a customer from the register changes in the draft; a masked value is for the eye, the server knows the true one.
 */
export function fromCustomer(customer) {
  const { customer_number, meter_number, name = "", phone = "", address = "" } = customer;
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
