// Keeps the crew's page usable without a network: all files of one version together, and the page that goes with them.
const SHELL = "{{ shell.mark }}";
const FILES = new Set({{ files }});
const CACHE = `crew-${SHELL}`;
const PAGE = "{% url 'crew' %}";
const MARK = "X-Shell"; // of a page: the version and language of its files, and whose it is
const PATIENCE_MS = 4000;
/** Windows that were given a page of other files than these: theirs come from the network. */
const passing = new Set();

const markOf = (answer) => answer?.headers.get(MARK)?.split(" ") ?? [];
/** Led away to the sign-in page, it is no page of ours. */
const isPage = (answer) => answer.ok && !answer.redirected && markOf(answer).length > 0;

// A version that does not come whole is not taken: the one before it goes on serving.
self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

async function fill() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: "no-store" });
  if (!isPage(page) || markOf(page)[0] !== SHELL) throw new Error("Another version, or nobody is signed in.");
  await cache.addAll([...FILES].map((file) => new Request(file, { cache: "reload" })));
  await cache.put(PAGE, page);
}

self.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));

async function dropOthers() {
  const names = (await caches.keys()).filter((name) => name.startsWith("crew-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(openPage(event));
  else if (FILES.has(pathname + search) && !passing.has(event.clientId)) event.respondWith(keptFirst(request));
});

/** The files of a version do not change: no line is waited for. */
async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** From the network; a weak line or a broken server counts as none when there is a kept copy. */
async function openPage({ request, resultingClientId }) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE, { ignoreVary: true });
  let answer;
  try {
    answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
  if (answer.status >= 500 && kept) return kept;
  if (!isPage(answer)) return answer;
  const [shell, ...whose] = markOf(answer);
  if (shell === SHELL) await cache.put(PAGE, answer.clone());
  else {
    self.registration.update();
    // The same page of an older version fits the files that are here; the new one comes whole with its own.
    if (kept && markOf(kept).slice(1).join() === whose.join()) return kept;
    passing.add(resultingClientId);
  }
  return answer;
}
