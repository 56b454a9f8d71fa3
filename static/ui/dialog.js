// A dialog over the page. Escape and its own buttons close it; what was typed in it is the business of its form.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";

/**
 * @param {{open: boolean, label: string, onClose: () => void, children: any, kind?: string,
 *   onCancel?: (event: Event) => void}} props `children` are made anew with every opening
 */
export function Dialog({ open, label, onClose, children, kind = "", onCancel }) {
  const dialog = useRef(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return open && html`<dialog class=${`dialog ${kind}`} ref=${dialog} onClose=${onClose} onCancel=${onCancel}
    aria-label=${label}>${children}</dialog>`;
}
