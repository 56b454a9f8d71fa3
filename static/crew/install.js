/** Putting the page on the home screen: the browser's own question where there is one, else how to do it by hand. */
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

/** The browser's question, kept until the crew asks for it; null without one. */
export const question = signal(null);

export function watchInstalling() {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    question.value = event;
  });
  addEventListener("appinstalled", () => (question.value = null));
}

export async function install() {
  const asked = question.peek();
  question.value = null; // it may be asked once
  await asked?.prompt();
}

export const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
/** Safari on a phone has no question: it is done from its share menu. */
export const byHand = () => !isInstalled() && /iPhone|iPad/.test(navigator.userAgent);
