// @ts-check
// Names as readers of English see them: the tables are fetched before such a page is drawn, Chinese pages need none.
import { romaniser } from "./romanise.js";

/** @type {(text: string) => string} */
let rule = (text) => text;

const table = async (/** @type {string} */ address) => (await fetch(address)).json();

/** Once a page, before it is drawn. Without the tables names stay as they are at home. */
export async function loadNames() {
  if (document.documentElement.lang.startsWith("zh")) return;
  try {
    const [read, words] = await Promise.all([
      table(new URL("./pinyin.json", import.meta.url).href), table(new URL("./words.json", import.meta.url).href),
    ]);
    const pairs = Object.entries(read).flatMap(([syllable, found]) => [...found].map((one) => [one, syllable]));
    rule = romaniser(Object.fromEntries(pairs), words);
  } catch (problem) {
    console.warn(problem);
  }
}

/** @type {Map<string, string>} */
const written = new Map();
const KEPT = 20_000;

/**
 * A name of a place, a unit, a crew or equipment for this reader: as it is at home, or in Latin letters.
 * @param {string | null | undefined} name
 */
export function named(name) {
  if (!name) return "";
  const known = written.get(name);
  if (known !== undefined) return known;
  const text = rule(name);
  if (written.size > KEPT) written.clear();
  written.set(name, text);
  return text;
}

/**
 * Features of a map with what their labels say: `shown` of the name, `shown_feeder` of the feeder.
 * @param {any[]} features
 */
export const withNames = (features) => features.map((feature) => ({
  ...feature,
  properties: {
    ...feature.properties,
    shown: named(feature.properties?.name),
    shown_feeder: named(feature.properties?.feeder),
  },
}));
