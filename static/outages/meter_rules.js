// @ts-check
// Meters chosen in a list: pure.
import { meters } from "../ui/form_values.js";

/** @param {string} text what stands in the field @returns {string[]} */
export const metersOf = (text) => [...new Set(meters(text))];

/**
 * Without the meters if all of them are chosen, else with them.
 * @param {string[]} chosen @param {string[]} these @returns {string[]}
 */
export function toggled(chosen, these) {
  const all = these.every((meter) => chosen.includes(meter));
  return all ? chosen.filter((meter) => !these.includes(meter)) : [...new Set([...chosen, ...these])];
}

/**
 * Rows of a tree: each transformer, and below it its meters.
 * @param {{transformer: string, meter_number: string, customer: string}[]} dark
 */
export function underTransformers(dark) {
  /** @type {Map<string, typeof dark>} */
  const groups = new Map();
  for (const one of dark) groups.set(one.transformer, [...(groups.get(one.transformer) ?? []), one]);
  return [...groups].flatMap(([code, members]) => [
    { code, depth: 0, meters: members.map((one) => one.meter_number) },
    ...members.map((one) => ({ code: one.meter_number, depth: 1, customer: one.customer })),
  ]);
}
