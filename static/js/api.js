// The one way a page talks to /api/v1/: JSON, session cookie + CSRF header, RFC 9457 problems as exceptions.

const ROOT = "/api/v1/";

/** A refusal by the server: `status`, machine `code`, `title`, `detail`, `errors` [{pointer, detail}]. */
export class ApiProblem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.title = body.title ?? "";
    this.detail = body.detail ?? "";
    this.errors = body.errors ?? [];
    this.body = body;
  }

  /** What was refused, without the names that fields have between programs: a form marks the field itself. */
  sentence() {
    return this.errors.map(({ detail }) => detail).join(" ") || this.message;
  }

  /** Field errors by field name: `{phone: "…"}` (pointer `/reporter/phone` gives `phone` and `reporter/phone`). */
  fields() {
    const found = {};
    for (const { pointer = "", detail } of this.errors) {
      const path = pointer.replace(/^#?\//, "");
      found[path] = detail;
      found[path.split("/").at(-1)] = detail;
    }
    return found;
  }
}

/** No answer at all: the network or the server is away. */
export class Unreachable extends Error {}

let session = { as: null, onSignedOut: () => {}, onSomebodyElse: () => {} };

/** Whose page this is: nothing is done from it in another name, and it hears when the sign-in has ended. */
export function watchSession(watcher) {
  session = { ...session, ...watcher };
}

export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
}

/** A key that makes a repeated POST harmless; keep it over retries of the same intention. */
export function newKey() {
  // randomUUID exists on https and localhost only; a control room may well run on http inside its own network.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return crypto.randomUUID?.() ?? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function requestOf(method, body, { key, rev, signal, timeoutMs = 15_000 } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  if (key) headers["Idempotency-Key"] = key;
  if (session.as !== null) headers["X-Signed-In-As"] = String(session.as);
  if (rev !== undefined) headers["If-Match"] = `W/"${rev}"`;
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const limit = AbortSignal.timeout(timeoutMs);
  return {
    method, headers, credentials: "same-origin",
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    signal: signal && AbortSignal.any ? AbortSignal.any([signal, limit]) : signal ?? limit,
  };
}

async function ask(method, path, body, options) {
  try {
    return await fetch(new URL(path, location.origin + ROOT), requestOf(method, body, options));
  } catch (problem) {
    if (options?.signal?.aborted) throw problem;
    throw new Unreachable(gettext("The server does not answer."));
  }
}

/** A refusal as an exception; the page hears when nobody, or somebody else, is signed in. */
function problemOf(status, answer) {
  const problem = new ApiProblem(status, answer);
  if (problem.status === 401) session.onSignedOut();
  if (problem.code === "someone_else_signed_in") session.onSomebodyElse();
  return problem;
}

async function call(method, path, body, options) {
  const response = await ask(method, path, body, options);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw problemOf(response.status, answer);
}

/** `get("work-orders/", {phase: "suspended"})` → parsed JSON. @throws {ApiProblem|Unreachable} */
export function get(path, query, options) {
  const search = query ? `?${new URLSearchParams(query)}` : "";
  return call("GET", path + search, undefined, options);
}

/**
 * `post("offers/9/accept/", {}, {key})`; FormData is sent as multipart; with `rev` only on that revision (412).
 * @throws {ApiProblem|Unreachable}
 */
export function post(path, body = {}, options) {
  return call("POST", path, body, options);
}

/** `postForFile("/api/v1/work-orders.csv?…", {reason})` → {blob, name}. @throws {ApiProblem|Unreachable} */
export async function postForFile(path, body) {
  const response = await ask("POST", path, body, { timeoutMs: 120_000 });
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => ({})));
  const [, name = "file"] = response.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/) ?? [];
  return { blob: await response.blob(), name };
}
