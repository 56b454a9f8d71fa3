// What a crew may say it found, and what became of it, in words: the phone and the outage's detail say the same.

/** @type {Record<string, () => string>} */
export const EXTENT = {
  NOBODY: () => gettext("The meter has power: the customer's own fault"),
  HOUSE: () => gettext("Only this house is dark"),
  BUILDING: () => gettext("The whole building is dark"),
  VILLAGE: () => gettext("The whole village is dark"),
  DEVICE: () => gettext("Everybody behind a device is dark"),
};

/** @type {Record<string, () => string>} */
const EFFECT = {
  NOTED: () => gettext("kept, nothing changes"),
  OPENED: () => gettext("a new outage"),
  CONFIRMED: () => gettext("outage confirmed"),
  MOVED: () => gettext("outage moved here"),
  JOINED: () => gettext("part of a known outage"),
  SPLIT: () => gettext("a second outage below"),
  NESTED: () => gettext("dark still: an outage of its own"),
  CORRECTED: () => gettext("this customer was not dark"),
  DISMISSED: () => gettext("outage dismissed"),
  DISPUTED: () => gettext("telemetry or the desk says otherwise: a person looks"),
};

/** @param {string} code */
export const effectWord = (code) => EFFECT[code]?.() ?? "";
