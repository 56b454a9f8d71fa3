// @ts-check
// The pages of the second factor: a form marked `data-key` asks for a key first and sends what it answered.
import { keysWork, makeKey, showKey, whyNoKey } from "../js/security_key.js";

/** @param {string} words "" takes back what was said */
function say(words) {
  const line = /** @type {HTMLElement} */ (document.getElementById("problem"));
  line.textContent = words;
  line.hidden = !words;
}

class Refused extends Error {}

/** The challenge. @param {HTMLFormElement} form @param {string} purpose */
async function optionsFor(form, purpose) {
  const there = document.getElementById("key-options");
  if (there) return JSON.parse(there.textContent ?? "{}");
  const fields = new FormData(form);
  fields.set("purpose", purpose);
  const answer = await fetch("/second-factor/key/", { method: "POST", body: fields, credentials: "same-origin" });
  const options = await answer.json();
  if (!answer.ok) throw new Refused(options.problem ?? gettext("The server does not answer."));
  return options;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement} */
const answerOf = (form) => /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));

/** @param {SubmitEvent} event */
async function askForKey(event) {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const code = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("code"));
  if (answerOf(form).value || code?.value) return;
  event.preventDefault();
  const { submitter } = event;
  const purpose = form.dataset.key ?? "";
  say("");
  try {
    const options = await optionsFor(form, purpose);
    answerOf(form).value = await (purpose === "add" ? makeKey : showKey)(options);
    form.requestSubmit(submitter);
  } catch (problem) {
    say(problem instanceof Refused ? problem.message : whyNoKey(problem));
  }
}

document.querySelectorAll("form[data-key]").forEach((form) => {
  form.addEventListener("submit", (event) => askForKey(/** @type {SubmitEvent} */ (event)));
});
const nowhere = document.getElementById("no-keys-here");
if (nowhere) nowhere.hidden = keysWork();
