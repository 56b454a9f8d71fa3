// The sign-in behind a desk page: warned of before it ends, renewed without leaving the page, and never somebody
// else's.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { csrfToken, get, watchSession } from "./api.js";
import { showKey, whyNoKey } from "./security_key.js";

const WARN_MS = 15 * 60_000;
const LOOK_MS = 5 * 60_000;

/** "in" | "out": out as soon as any answer says so. */
export const signedIn = signal("in");
/** When one has to sign in again, in milliseconds; null where the server does not say. */
export const endsAt = signal(null);
/** Who this page was loaded for: {id, username, name} */
export const person = signal(null);
/** Whether the person asked to sign in again before the end. */
export const renewing = signal(false);

/** Milliseconds until the end, once it is near; null before. Pure. */
export function nearEnd(end, now) {
  return end !== null && end - now < WARN_MS ? Math.max(0, end - now) : null;
}

let whose = null;
const onReturn = new Set();

/** @param {number|undefined} personId who the page was made for; unknown: nothing is claimed */
export function startSession(personId) {
  whose = personId ?? null;
  watchSession({ as: whose, onSignedOut: () => (signedIn.value = "out"), onSomebodyElse: reload });
  look();
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

/** Called when somebody has signed in again on this page. @param {() => void} again */
export const whenBack = (again) => onReturn.add(again);

/** What was typed is kept in drafts; the page of whoever is signed in now comes up with it. */
function reload() {
  location.reload();
}

/** Asks who is signed in. @returns {Promise<boolean>} whether it is the one this page is for */
export async function look() {
  try {
    const me = await get("me/");
    if (whose !== null && me.id && me.id !== whose) return reload();
    person.value = me;
    endsAt.value = me.session_ends_at ? Date.parse(me.session_ends_at) : null;
    signedIn.value = "in";
    return true;
  } catch {
    return false; // out: `watchSession` has heard it; without a line there is nothing to say
  }
}

/** The socket was told to sign in: perhaps that has happened already, in another tab. */
export async function socketSignedOut() {
  if (await look()) onReturn.forEach((again) => again());
  else signedIn.value = "out";
}

const send = (path, fields) =>
  fetch(path, {
    method: "POST",
    credentials: "same-origin",
    body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrfToken() }),
  });

/** Whether the password was right and the second factor is asked for. */
export const codeWanted = signal(false);
/** The challenge for a security key, when whoever signs in has one. */
export const keyOptions = signal(null);
const CODE_PAGE = "/login/code/";

/**
 * One step of signing in: with name and password, or with the code that was asked for then.
 * @returns {Promise<string>} what is wrong, in the words of the sign-in page; "" when it worked, or when a code is
 *   wanted
 */
export async function signInHere(username, password, code) {
  try {
    if (signedIn.peek() === "in") await send("/logout/", {}); // the page signs nobody in who is signed in
    return await outcome(codeWanted.peek()
      ? await send(CODE_PAGE, { code })
      : await send("/login/", { username, password, next: "/healthz" }));
  } catch {
    return gettext("The server does not answer.");
  }
}

/** The second step by touching a key instead of typing a code. @returns {Promise<string>} as `signInHere` */
export async function signInByKey() {
  let credential;
  try {
    credential = await showKey(keyOptions.peek());
  } catch (problem) {
    return whyNoKey(problem);
  }
  try {
    return await outcome(await send(CODE_PAGE, { credential }));
  } catch {
    return gettext("The server does not answer.");
  }
}

async function outcome(answer) {
  const { pathname } = new URL(answer.url);
  if (!pathname.startsWith("/login")) {
    renewing.value = codeWanted.value = false;
    keyOptions.value = null;
    if (await look()) onReturn.forEach((again) => again());
    return "";
  }
  signedIn.value = "out";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const asked = pathname === CODE_PAGE;
  const first = asked && !codeWanted.peek();
  codeWanted.value = asked;
  keyOptions.value = JSON.parse(page.getElementById("key-options")?.textContent ?? "null"); // a new challenge each time
  if (first) return "";
  return page.querySelector(".problem")?.textContent.trim() || gettext("The user name or the password is wrong.");
}
