/** The short safety reminders that go with the kind of fault, as the server told them with the page. */

/** @type {Record<string, string[]>} */
let told = {};

/** @param {Record<string, string[]>} safety kind of fault → reminders */
export const setSafety = (safety) => (told = safety ?? {});

/** @param {{fault_kind: string}} order @returns {string[]} */
export const safetyItems = (order) => told[order.fault_kind] ?? [];
