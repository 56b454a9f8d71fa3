// What a page gives its scripts besides a screen: a language, and a store for this tab. The catalogue is the English source.
globalThis.document = { documentElement: { lang: "en" } };

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, text) => void kept.set(name, text),
  removeItem: (name) => void kept.delete(name),
};

globalThis.gettext = (msgid) => msgid;
globalThis.ngettext = (one, many, count) => (count === 1 ? one : many);
globalThis.pgettext = (_context, msgid) => msgid;
