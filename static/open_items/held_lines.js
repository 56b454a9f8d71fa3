// The lines of open items as they are drawn: read again and again, and still nothing moves under the pointer.
import { computed, effect, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { heldList } from "../ui/hold.js";
import { keyOf } from "./rules.js";

/**
 * @param {() => any[]} present the lines as last read; reads signals
 * @returns `list` (ui/hold.js) of lines; `newest(line)`: how a drawn line stands now, `gone` when it was not read
 *   again; `renew()`: the next answer is drawn at once, for it is what the person asked for
 */
export function heldLines(present) {
  const list = heldList(() => untracked(present), keyOf);
  const byKey = computed(() => new Map(present().map((line) => [keyOf(line), line])));
  let anew = false;
  const newest = (line) => byKey.value.get(keyOf(line)) ?? { ...line, gone: true };
  const start = () => effect(() => {
    present();
    untracked(anew ? list.apply : list.refresh);
    anew = false;
  });
  return { list, newest, start, renew: () => (anew = true) };
}
