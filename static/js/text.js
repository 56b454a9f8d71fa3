// The catalogue of /jsi18n/ gives the globals `gettext`, `ngettext`, `pgettext`; without it the English msgid is shown.

globalThis.gettext ??= (msgid) => msgid;
globalThis.ngettext ??= (one, many, count) => (count === 1 ? one : many);
globalThis.pgettext ??= (_context, msgid) => msgid;

/**
 * Puts values into `{name}` places: `fill(gettext("{n} min"), { n: 5 })`.
 * @param {string} text @param {Record<string, unknown>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** `what: rest`, with the colon of the language. @param {unknown} what @param {unknown} rest */
export const told = (what, rest) => fill(gettext("{what}: {rest}"), { what, rest });
