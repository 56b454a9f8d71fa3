/** What the phone keeps for the moment the network is gone: the last work, the last sheet number, the page's files. */

export function remember(accountId, work) {
  try {
    localStorage.setItem(`crew-work-${accountId}`, JSON.stringify(work));
  } catch {
    // no room on the phone: the work is known as long as the page lives
  }
}

/** @returns {{offers: object[], orders: object[], at: string}|null} */
export function recall(accountId) {
  return JSON.parse(localStorage.getItem(`crew-work-${accountId}`) ?? "null");
}

/** Nothing of a customer stays on a phone that was signed out; what waits to be sent and what was typed stays. */
export async function forgetWork() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("crew-work-")) localStorage.removeItem(key);
  for (const name of (await globalThis.caches?.keys()) ?? [])
    if (name.startsWith("crew-")) await (await caches.open(name)).delete("/crew/");
}

/** Notices of the server that were read on this phone, the latest hundred. */
const READ = "crew-read";
const MOST_READ = 100;
export const readNotices = () => JSON.parse(localStorage.getItem(READ) ?? "[]");
export function rememberRead(id) {
  try {
    localStorage.setItem(READ, JSON.stringify([...readNotices(), id].slice(-MOST_READ)));
  } catch {
    // no room on the phone: it comes back with the next visit
  }
}

export const lastPermit = () => localStorage.getItem("crew-permit") ?? "";
export function rememberPermit(number) {
  try {
    localStorage.setItem("crew-permit", number);
  } catch {
    // a convenience only
  }
}

const DRAFTS = "crew-draft";
const DRAFT_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * Words about the orders in hand and those of the last days stay, also after the app was closed; the day stands in the
 * order's number. @param {{number: string}[]} held
 */
export function forgetOldDrafts(held, nowMs) {
  const inHand = (key) => held.some(({ number }) => key.endsWith(number));
  for (const key of Object.keys(localStorage)) {
    const [, year, month, day] = key.startsWith(DRAFTS) ? (key.match(/ (\d{4})(\d\d)(\d\d)\d*F/) ?? []) : [];
    if (year && !inHand(key) && nowMs - Date.UTC(year, month - 1, day) > DRAFT_DAYS * DAY_MS)
      localStorage.removeItem(key);
  }
}

export const draftsOf = (accountId) => `${DRAFTS}-${accountId}:`;

/**
 * Installs the service worker, which keeps the files of one version together (templates/crew/worker.js), and asks the
 * browser not to clear what this page keeps when room grows short.
 */
export async function keepForOffline() {
  navigator.storage?.persist?.();
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/crew/worker.js", { scope: "/crew/" });
  await navigator.serviceWorker.ready;
  document.documentElement.dataset.kept = "true";
}
