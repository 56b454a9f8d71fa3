// A button with something under it: Escape closes it and the focus returns, a press elsewhere closes it too.
import { html, useEffect, useRef, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { Icon } from "../console/icons.js";

/** @param {{name: string, label: any, children: (close: () => void) => any, wide?: boolean}} props */
export function Disclosure({ name, label, children, wide = false }) {
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
  return html`<div class="disclosure" ref=${box} onKeyDown=${escape}>
    <button id=${`${name}-button`} class="button small" aria-expanded=${open.value} aria-controls=${name}
      onClick=${() => (open.value = !open.value)}>${label} <${Icon} name="down" /></button>
    ${open.value && html`<div class=${`menu ${wide ? "wide" : ""}`} id=${name}>${children(close)}</div>`}
  </div>`;
}
