// What is typed and not sent yet, kept for this tab: Escape, another row, a reload or a new sign-in lose nothing.
//   const note = draft("note 42", { text: "" });   note.values.value.text;   note.change({ text });   note.drop();
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";

const PREFIX = "draft:";
const known = new Map();

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
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "{}");
  } catch {
    return {}; // storage is full or forbidden: the draft lives as long as the page
  }
}

function keep(name, values) {
  try {
    if (values) sessionStorage.setItem(PREFIX + name, JSON.stringify(values));
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    // see `stored`
  }
}
