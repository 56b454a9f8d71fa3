/**
 * What a customer can do here: rate, cancel before a crew is sent, share the link. All through
 * `/api/v1/track/<token>/`.
 */

import { wirePlace } from "./pin.js";

/** Attaches to whatever parts the page shows now; safe to call after every renewal. */
export function wireActions(main, words, reload) {
  const send = (verb, body) => post(`${main.dataset.track}${verb}/`, body, words.failed);
  wireRating(main.querySelector("[data-rating]"), send, reload);
  wirePlace(main.querySelector('[data-ask="PLACE"]'));
  wireCancel(main.querySelector("[data-cancel]"), main.querySelector("[data-cancel-dialog]"), send, reload);
  wireShare(document.querySelector("[data-share]"), words);
}

async function post(path, body, failed) {
  try {
    const answer = await fetch(path, {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
    });
    return answer.ok ? "" : ((await answer.json()).detail ?? failed);
  } catch {
    return failed;
  }
}

function wireRating(form, send, reload) {
  if (!form || form.onsubmit) return;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const problem = await send("rating", { score: Number(data.get("score")), comment: data.get("comment") });
    showProblem(form, problem);
    if (!problem) document.activeElement.blur(), reload();
  };
}

function wireCancel(button, dialog, send, reload) {
  if (!button) return;
  button.hidden = false;
  button.onclick = () => dialog.showModal();
  dialog.querySelector("form").onsubmit = async (event) => {
    if (event.submitter.value !== "cancel") return;
    event.preventDefault();
    const problem = await send("cancel", {});
    showProblem(dialog, problem);
    if (!problem) dialog.close(), reload();
  };
}

function wireShare(button, words) {
  if (!button || !(navigator.share || navigator.clipboard)) return;
  button.hidden = false;
  button.onclick = async () => {
    if (navigator.share) return navigator.share({ url: location.href, title: document.title }).catch(() => {});
    await navigator.clipboard.writeText(location.href);
    button.setAttribute("aria-label", words.copied);
    button.classList.add("copied");
  };
}

function showProblem(root, text) {
  const line = root.querySelector("[data-error]");
  line.textContent = text;
  line.hidden = !text;
}
