// @ts-check
// A name at home in Latin letters, where the data has no English one: words of the trade are translated, the rest is
// written in Hanyu Pinyin. The same rule as command_center/ground/core/romanise.py, from the same tables. Pure.

/**
 * @typedef {{words: Record<string, string>, after_a_name: Record<string, string>,
 *   after_a_number: Record<string, string>, numbers: Record<string, number>, numbered: string[]}} Words
 */
const CHINESE = /\p{Script=Han}/u;
const LONGEST = 6;
const LEAST_OF_A_NAME = 2; // 随县 is Suixian, 咸丰县 is Xianfeng County

/**
 * @param {string} text @param {number} at @param {Record<string, string>} table
 * @returns {string} longest key at `at`
 */
function longest(text, at, table) {
  for (let length = LONGEST; length > 0; length -= 1) {
    const part = text.slice(at, at + length);
    if (part.length === length && Object.hasOwn(table, part)) return part;
  }
  return "";
}

/** @param {string} word */
const capital = (word) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** @param {string[]} found */
const endsInNumber = (found) => /\d$/.test(found.at(-1) ?? "");

/**
 * @param {Record<string, string>} syllables character → how it is read @param {Words} rule
 * @returns {(text: string) => string}
 */
export function romaniser(syllables, rule) {
  return (text) => {
    if (!CHINESE.test(text)) return text;
    /** @type {string[]} */
    const found = [];
    let name = "";
    let read = 0; // characters in the name that is being written
    const close = () => {
      if (name) found.push(capital(name));
      name = "";
      read = 0;
    };
    for (let at = 0; at < text.length; ) {
      const counted = !name && endsInNumber(found) ? longest(text, at, rule.after_a_number) : "";
      if (counted) {
        const [, before, digits] = /** @type {RegExpExecArray} */ (/^(.*?)(\d+)$/.exec(found.pop() ?? ""));
        if (before) found.push(before);
        found.push(`${rule.after_a_number[counted]} ${digits}`);
        at += counted.length;
        continue;
      }
      const word = longest(text, at, rule.words);
      const number = rule.numbers[text[at]];
      const follows = number && rule.numbered.find((one) => text.startsWith(one, at + 1));
      const kind = read >= LEAST_OF_A_NAME ? rule.after_a_name[text[at]] : undefined;
      if (word || follows || kind) {
        close();
        found.push(word ? rule.words[word] : follows ? String(number) : String(kind));
        at += word ? word.length : 1;
      } else if (Object.hasOwn(syllables, text[at])) {
        name += vowelsApart(name, syllables[text[at]]);
        read += 1;
        at += 1;
      } else {
        close();
        const plain = /** @type {RegExpExecArray} */ (/^(?:[^\p{Script=Han}\s]+|\s+|[^])/u.exec(text.slice(at)))[0];
        if (plain.trim()) found.push(plain);
        at += plain.length;
      }
    }
    close();
    return found.join(" ").replace(/ ([,.;:，。；：·、）)])/g, "$1").replace(/([（(]) /g, "$1");
  };
}

/** An apostrophe where two syllables would be read as others: Xi’an. @param {string} before @param {string} next */
const vowelsApart = (before, next) => (before && /^[aeo]/.test(next) ? `’${next}` : next);
