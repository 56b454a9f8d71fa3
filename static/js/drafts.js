// What is typed and not sent yet, kept for this tab, or as the page says: Escape, another row, a reload or a new
// sign-in lose nothing.
//   const note = draft("note 42", { text: "" });   note.values.value.text;   note.change({ text });   note.drop();
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";

let prefix = "draft:";
let kept = () => sessionStorage;
const known = new Map();

/**
 * For a page that must not lose words when its window is closed: before the first draft is asked for.
 * @param {Storage} storage @param {string} names begins the names there
 */
export function keepDraftsIn(storage, names) {
  kept = () => storage;
  prefix = names;
}

/** Whoever asks by the same name shares the draft. `blank` gives its fields. */
export function draft(name, blank) {
  if (!known.has(name)) known.set(name, new Draft(name, blank));
  return known.get(name);
}

/** For a form that opens with values of the moment: what nobody touched starts from them anew. */
export function freshDraft(name, blank) {
  const found = draft(name, blank);
  if (found.isBlank()) {
    found.blank = blank;
    found.drop();
  }
  return found;
}

class Draft {
  constructor(name, blank) {
    Object.assign(this, { name, blank, values: signal({ ...blank, ...stored(name) }) });
    effect(() => keep(name, this.isBlank() ? null : this.values.value));
  }

  change(part) {
    this.values.value = { ...this.values.peek(), ...part };
  }

  /** Sent, or given up by the person. */
  drop() {
    this.values.value = { ...this.blank };
  }

  isBlank() {
    return Object.entries(this.blank).every(([name, value]) => this.values.value[name] === value);
  }
}

function stored(name) {
  try {
    return JSON.parse(kept().getItem(prefix + name) ?? "{}");
  } catch {
    return {}; // storage is full or forbidden: the draft lives as long as the page
  }
}

function keep(name, values) {
  try {
    if (values) kept().setItem(prefix + name, JSON.stringify(values));
    else kept().removeItem(prefix + name);
  } catch {
    // see `stored`
  }
}
