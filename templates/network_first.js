/** A weak network counts as none when there is a kept copy. A redirect (to the sign-in page) is passed on, never kept. */
async function networkFirst(request, key) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(key, { ignoreVary: true });
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    if (answer.status >= 500 && kept) return kept; // the server is being restarted, or something before it answers
    if (answer.ok && !answer.redirected) cache.put(key, answer.clone());
    return answer;
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}
