// A button with something under it: Escape closes it and the focus returns, a press elsewhere closes it too.
import { html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { Icon } from "./icons.js";

/**
 * @param {{name: string, label: any, children: (close: () => void) => any, wide?: boolean, kind?: string,
 *   button?: string}} props `kind` and `button` are the classes of the whole and of its button
 */
export function Disclosure({ name, label, children, wide = false, kind = "disclosure", button = "button small" }) {
  const box = useRef(null);
  const open = useSignal(false);
  const close = () => {
    open.value = false;
    box.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    const outside = (event) => open.value && !box.current.contains(event.target) && (open.value = false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const escape = (event) => {
    if (event.key !== "Escape" || !open.value) return;
    event.stopPropagation();
    close();
  };
  return html`<div class=${kind} ref=${box} onKeyDown=${escape}>
    <button id=${`${name}-button`} class=${button} aria-expanded=${open.value} aria-controls=${name}
      onClick=${() => (open.value = !open.value)}>${label} <${Icon} name="down" /></button>
    ${open.value && html`<div class=${`menu ${wide ? "wide" : ""}`} id=${name}>${children(close)}</div>`}
  </div>`;
}
