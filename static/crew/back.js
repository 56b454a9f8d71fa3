/** The phone's Back closes the form that covers the job; only from the job itself does it leave the page. */
import { effect } from "../vendor/preact/11.2.0/preact.mjs";
import { jobs, openForm } from "./store.js";

/** A page that was loaded anew with a form open opens it again: its entry in the history names it. */
export function followBack() {
  openForm.value = history.state?.form ?? null;
  let entered = openForm.value !== null; // the form has an entry of its own in the history
  effect(() => {
    const wanted = openForm.value;
    if ((wanted !== null) === entered) return;
    entered = wanted !== null;
    if (wanted) history.pushState({ form: wanted }, "");
    else history.back();
  });
  addEventListener("popstate", () => {
    if (!entered) return;
    entered = false;
    openForm.value = null;
  });
  // An order that is gone takes its form along; what was typed stays in its draft.
  effect(() => {
    const form = openForm.value;
    if (form && !jobs.value.some(({ number }) => number === form.number)) openForm.value = null;
  });
}
