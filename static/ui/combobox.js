// A field with a list of choices under it, by the keyboard as everywhere: arrows walk, Enter takes, Escape closes the
// list.
import { html } from "../vendor/preact/11.2.0/preact.mjs";

/**
 * What a key means while `count` choices are shown and `active` is marked (-1: none).
 *
 * @returns {{active?: number, take?: number, close?: true} | null} null: the key is none of ours
 */
export function meaningOf(key, { active, count }) {
  if (key === "Escape") return { close: true };
  if (count === 0) return null;
  if (key === "ArrowDown") return { active: (active + 1) % count };
  if (key === "ArrowUp") return { active: (Math.max(active, 0) - 1 + count) % count };
  if (key === "Enter") return { take: Math.max(active, 0) };
  return null;
}

/**
 * @param {{id: string, label: string, hint: string, choices: any[]|null, active: number, line: (choice: any) => any,
 *   none?: string, onType: (text: string) => void, onMark: (index: number) => void, onTake: (index: number) => void,
 *   onClose: () => void, onEnter?: () => void, value?: string, autofocus?: boolean}} props `choices` null: no list
 */
export function Combobox({ id, label, choices, active, onMark, onTake, onClose, onEnter = () => {}, ...rest }) {
  const open = choices !== null;
  const listen = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") event.preventDefault(); // it chooses; it never sends the form around the field
    const meant = open ? meaningOf(event.key, { active, count: choices.length }) : null;
    if (!meant) return event.key === "Enter" && onEnter();
    event.preventDefault(); // Escape closes the list, not the dialog around it
    if (meant.close) onClose();
    else if (meant.take !== undefined) onTake(meant.take);
    else onMark(meant.active);
  };
  const choice = (index) => `${id}-choice-${index}`;
  return html`<label class="field"><span>${label}</span><input
      class="input" type="search" role="combobox" id=${id} autofocus=${rest.autofocus} autocomplete="off"
        placeholder=${rest.hint} value=${rest.value}
      aria-expanded=${open} aria-controls=${`${id}-choices`} aria-autocomplete="list"
      aria-activedescendant=${open && active >= 0 ? choice(active) : undefined}
      onInput=${(event) => rest.onType(event.currentTarget.value)} onKeyDown=${listen}
    /></label>
    ${
      open &&
      html`<ul class="found" role="listbox" id=${`${id}-choices`} aria-label=${label}>
      ${choices.map((one, index) => html`<li key=${index} id=${choice(index)} role="option"
        aria-selected=${index === active} onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => onTake(index)}>${rest.line(one)}</li>`)}
      ${choices.length === 0 && html`<li class="empty" role="presentation">${rest.none}</li>`}</ul>`
    }`;
}
