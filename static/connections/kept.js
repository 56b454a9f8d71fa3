// @ts-check
// The grid manager's phone without a network: what is tapped or written is kept on the phone, shown, and sent in order
// with its own key as soon as there is a line, so nothing is lost and nothing is done twice. A refusal stays until it
// is read. Without this script, or without room on the phone, the forms work as forms.
import { ApiProblem, newKey, post } from "../js/api.js";
import { singleFlight } from "../js/single_flight.js";
import "../js/text.js";
import { fill } from "../js/text.js";
import { dayTime } from "../js/format.js";
import { drain, openOutbox, othersRestOn } from "../crew/outbox.js";
import { bodyOf, observedIn } from "./kept_rules.js";

const RETRY_MS = 10_000;
const CACHE = "visits-1";
const main = /** @type {HTMLElement} */ (document.querySelector("[data-visits]"));
const box = /** @type {HTMLElement} */ (document.querySelector("[data-kept]"));
const account = main.dataset.visits ?? "";
const number = main.dataset.number ?? "";
/** @type {any} */
let outbox = null;
let sent = 0;
/** What was sent last, in words: said by the page that is read anew. */
let done = "";
const DONE = "visits-done";

// ── the clock: what a phone says of the moment is put right by what the server last said

const skew = () => Number(localStorage.getItem("visits-skew") ?? 0);
const now = () => new Date(Date.now() + skew()).toISOString();

async function learnSkew() {
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  const said = Date.parse(answer?.headers.get("Date") ?? "");
  if (answer?.ok && said) localStorage.setItem("visits-skew", String(said - Date.now()));
}

// ── sending

/** @param {any} entry */
async function send(entry) {
  try {
    await post(entry.path, withFiles(entry.body), { key: entry.key, timeoutMs: 60_000 });
    sent += 1;
    done = entry.label;
    return { ok: true, status: 200 };
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) return { ok: false, status: 0 };
    const { status, code, detail, title, errors } = problem;
    return { ok: false, status, problem: { code, detail: errors[0]?.detail || detail || title } };
  }
}

/** @param {Record<string, any>} body */
function withFiles(body) {
  if (!Object.values(body).some((value) => value instanceof Blob)) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body))
    if (value instanceof Blob) form.append(name, value, "photo.jpg");
    else form.append(name, value);
  return form;
}

/** One sender at a time; what is tapped while it sends goes right after. */
const sendNow = singleFlight(async () => {
  await drain(outbox, send);
  await show();
  await showNewState();
});

/** What was sent has changed the case: the page is read anew, unless somebody is writing. */
async function showNewState() {
  const waiting = (await outbox.all()).length > 0;
  if (sent === 0 || waiting || isWriting()) return;
  sent = 0;
  sessionStorage.setItem(DONE, fill(gettext("Done: {what}"), { what: done }));
  location.replace(location.href);
}

// Who has opened a form is about to write in it; the one of the next step lies open by itself (`data-led`).
const isWriting = () => main.querySelector("details.panel[open]:not([data-led])") !== null
  || [...main.querySelectorAll("textarea, input:not([type=hidden])")].some((field) =>
    /** @type {HTMLInputElement} */ (field).value !== /** @type {HTMLInputElement} */ (field).defaultValue);

/** The page before this one has sent something. */
function sayDone() {
  const words = sessionStorage.getItem(DONE);
  sessionStorage.removeItem(DONE);
  if (!words) return;
  const said = line(words, "notice good");
  said.setAttribute("role", "status");
  main.querySelector("h1")?.after(said);
}

// ── what is kept, on the page

/** @param {string} text @param {string} [kind] */
const line = (text, kind = "") => Object.assign(document.createElement("p"), { textContent: text, className: kind });

/** @param {string} label @param {() => void} run */
function button(label, run) {
  const made = Object.assign(document.createElement("button"),
    { type: "button", className: "button", textContent: label });
  made.addEventListener("click", run);
  return made;
}

/** @param {any} entry */
function refusalOf(entry) {
  const item = document.createElement("div");
  item.className = "kept-refused";
  item.setAttribute("role", "alert");
  item.append(line(`${entry.label} · ${dayTime(entry.observed_at)} · ${entry.number.slice(-6)}`, "kept-what"),
    line(entry.problem.detail, "problem"), ...(entry.body.text ? [line(entry.body.text)] : []),
    button(gettext("Send again"), () => tryAgain(entry)),
    button(gettext("I have read it: put away"), () => drop(entry)));
  return item;
}

async function show() {
  const all = await outbox.all();
  const refused = all.filter((/** @type {any} */ entry) => entry.state === "refused");
  const waiting = all.filter((/** @type {any} */ entry) => entry.state !== "refused");
  const head = fill(ngettext("{n} act is kept on this phone and is sent as soon as there is a line.",
    "{n} acts are kept on this phone and are sent in order as soon as there is a line.", waiting.length),
  { n: waiting.length });
  const list = document.createElement("ol");
  for (const entry of waiting) list.append(Object.assign(document.createElement("li"),
    { textContent: `${entry.label} · ${dayTime(entry.observed_at)} · ${entry.number.slice(-6)}` }));
  box.replaceChildren(...refused.map(refusalOf), ...(waiting.length > 0 ? [line(head, "kept-head"), list] : []));
  box.hidden = all.length === 0;
  box.dataset.waiting = String(waiting.length);
}

/** @param {any} entry */
async function tryAgain(entry) {
  const { problem: _, ...kept } = entry;
  await outbox.put({ ...kept, key: newKey(), state: "waiting" });
  await sendNow();
}

/** The person has read why it was refused: it and what rested on it go. @param {any} entry */
async function drop(entry) {
  const all = await outbox.all();
  const gone = othersRestOn(entry) ? all.filter((/** @type {any} */ one) => one.number === entry.number) : [entry];
  for (const one of gone) await outbox.remove(one.id);
  await show();
}

// ── taking what is tapped

/** @param {HTMLFormElement} form */
async function keep(form) {
  const fields = new FormData(form);
  const verb = String(fields.get("act") ?? "");
  const at = now();
  const path = verb === "post"
    ? `connection-cases/${number}/feed/` : `work-orders/${number}/${form.dataset.path ?? verb}/`;
  const id = await outbox.add({
    key: newKey(), path, verb, number, label: form.dataset.label ?? verb, observed_at: at, state: "waiting",
    body: { ...bodyOf([...fields]), ...observedIn(verb, fields, at) },
  });
  await sendNow();
  return (await outbox.all()).find((/** @type {any} */ entry) => entry.id === id);
}

/** Refused at once, it is corrected where it was typed; otherwise it is sent or kept, and the form is free again. */
async function submitted(/** @type {HTMLFormElement} */ form) {
  form.dataset.busy = "true";
  const left = await keep(form);
  delete form.dataset.busy;
  if (left?.state === "refused" && navigator.onLine) {
    await outbox.remove(left.id);
    await show();
    return say(form, left.problem.detail);
  }
  say(form, "");
  form.reset();
  const details = form.closest("details");
  if (details) details.open = false;
  await showNewState();
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  form.querySelector(".form-refusal")?.remove();
  if (!words) return;
  const said = line(words, "notice form-refusal");
  said.setAttribute("role", "alert");
  form.prepend(said);
}

function takeForms() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (main.querySelectorAll("form[data-label]")))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.dataset.busy) submitted(form);
    });
}

// ── the pages for when there is no network

/** Whose pages these are: those of another account do not stay on the phone. */
async function keepPages() {
  if (!navigator.serviceWorker || !globalThis.caches) return;
  if (localStorage.getItem("visits-account") !== account) await caches.delete(CACHE);
  localStorage.setItem("visits-account", account);
  await navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits/" });
  const cache = await caches.open(CACHE);
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (main.querySelectorAll(".visits a"));
  const cases = [...links].map((link) => link.href);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name)
    .filter((name) => /\/(static|jsi18n)\//.test(name));
  if (!number) await forgetOthers(cache, new Set(cases));
  await Promise.all([location.href, ...cases].map((page) => keepPage(cache, page)));
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file).catch(() => {})));
  document.documentElement.dataset.pagesKept = "true";
}

/** @param {Cache} cache @param {string} page */
async function keepPage(cache, page) {
  const answer = await fetch(page).catch(() => null);
  if (answer?.ok && !answer.redirected) await cache.put(page, answer);
}

/** A case that is nobody's visit any more leaves the phone. @param {Cache} cache @param {Set<string>} cases */
async function forgetOthers(cache, cases) {
  for (const { url } of await cache.keys()) if (url.includes("?case=") && !cases.has(url)) await cache.delete(url);
}

async function start() {
  try {
    outbox = await openOutbox(account, "visits");
  } catch {
    return; // no room on this phone: the forms are sent as forms
  }
  takeForms();
  sayDone();
  document.documentElement.dataset.keeps = "true";
  addEventListener("online", sendNow);
  main.addEventListener("focusin", ({ target }) =>
    /** @type {Element} */ (target).closest("details")?.removeAttribute("data-led"));
  setInterval(sendNow, RETRY_MS);
  await show();
  await Promise.all([sendNow(), learnSkew(), keepPages().catch(() => {})]);
}

start();
