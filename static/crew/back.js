/** The phone's Back closes the form that covers the job; only from the job itself does it leave the page. */
import { effect } from "../vendor/preact/11.2.0/preact.mjs";
import { openForm } from "./store.js";

export function followBack() {
  let entered = false; // the form has an entry of its own in the history
  effect(() => {
    const wanted = openForm.value !== null;
    if (wanted === entered) return;
    entered = wanted;
    if (wanted) history.pushState({ form: true }, "");
    else history.back();
  });
  addEventListener("popstate", () => {
    if (!entered) return;
    entered = false;
    openForm.value = null;
  });
}
