// The end of a sign-in: a warning line a quarter of an hour before, and signing in again on the page itself.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { hourMinute } from "../js/format.js";
import {
  codeWanted, endsAt, keyOptions, nearEnd, person, renewing, signedIn, signInByKey, signInHere,
} from "../js/session.js";
import { fill } from "../js/text.js";
import { Dialog } from "./dialog.js";
import { second } from "../live/store.js";

export function SessionBanner() {
  if (signedIn.value === "out" || nearEnd(endsAt.value, second.value) === null) return null;
  return html`<p class="banner late" role="status">
    ${fill(gettext("Your sign-in ends at {time}. What you have typed is kept."),
    { time: hourMinute(endsAt.value) })} <button class="button small" onClick=${() => (renewing.value = true)}>
    ${gettext("Sign in again now")}</button></p>`;
}

function Form() {
  const password = useSignal("");
  const problem = useSignal("");
  const busy = useSignal(false);
  const name = person.value?.username ?? "";
  const submit = async (event) => {
    event.preventDefault();
    busy.value = true;
    const typed = new FormData(event.currentTarget);
    problem.value = await signInHere(typed.get("username"), password.value, typed.get("code"));
    busy.value = false;
  };
  const touch = async () => {
    busy.value = true;
    problem.value = await signInByKey();
    busy.value = false;
  };
  return html`<form class="report" onSubmit=${submit}>
    <header><h2>${gettext("Sign in again")}</h2></header>
    <p>${signedIn.value === "out" ? gettext("Your sign-in has ended. What you have typed is kept on this page.") :
      gettext("What you have typed is kept on this page.")}</p>
    <label class="field"><span>${gettext("User name")}</span><input class="input" name="username" required
      autocomplete="username" autocapitalize="none" defaultValue=${name} /></label>
    <label class="field"><span>${gettext("Password")}</span><input class="input" name="password" type="password"
      required autofocus autocomplete="current-password" onInput=${(event) =>
      (password.value = event.currentTarget.value)} /></label>
    ${
      codeWanted.value &&
      html`<label class="field"><span>${gettext("Code of your second factor")}</span><input
      class="input" name="code" required autofocus inputmode="numeric" autocomplete="one-time-code" /></label>`
    }
    ${
      keyOptions.value &&
      html`<button type="button" class="button" disabled=${busy.value} onClick=${touch}>
      ${gettext("Touch the key")}</button>`
    }
    ${problem.value && html`<p class="problem" role="alert">${problem.value}</p>`}
    <div class="form-buttons"><button class="button primary" disabled=${busy.value}>
      ${busy.value ? gettext("Sending…") : gettext("Sign in")}</button>
      ${signedIn.value === "in" && html`<button type="button" class="button" onClick=${() => (renewing.value = false)}>
        ${gettext("Back")}</button>`}</div>
  </form>`;
}

/** Over everything else, whatever is open stays open below. It cannot be closed while one is signed out. */
export function SignInAgain() {
  const wanted = signedIn.value === "out" || renewing.value;
  const cancel = (event) => {
    if (signedIn.value === "out") event.preventDefault();
    else renewing.value = false;
  };
  return html`<${Dialog} open=${wanted} label=${gettext("Sign in again")} onCancel=${cancel}><${Form} /></${Dialog}>`;
}
