/** What this phone keeps in IndexedDB: a store of rows that lasts, or one in memory where the phone gives no room. */

/**
 * @typedef {{all: () => Promise<any[]>, add: (row: any, unless?: (kept: any) => boolean) => Promise<number|null>,
 *   put: (row: any) => Promise<any>, remove: (id: any) => Promise<any>, lasts: boolean}} Kept
 */

/**
 * Rows with an `id` of their own. `add` leaves a row out when one that is there fulfils `unless`, in one transaction:
 * two windows of the page cannot both add it.
 * @param {string} name of the database @param {string} store @returns {Promise<Kept>}
 */
export async function openKept(name, store) {
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  /** Strict: what was tapped is on the disk before the page says so, even if the phone dies in the next moment. */
  const run = (mode, work) => new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, { durability: "strict" });
    let answer;
    work(transaction.objectStore(store), (result) => (answer = result));
    transaction.oncomplete = () => resolve(answer);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const one = (mode, ask) =>
    run(mode, (rows, take) => {
      const request = ask(rows);
      request.onsuccess = () => take(request.result);
    });
  return {
    lasts: true,
    all: () => one("readonly", (rows) => rows.getAll()),
    put: (row) => one("readwrite", (rows) => rows.put(row)),
    remove: (id) => one("readwrite", (rows) => rows.delete(id)),
    add: (row, unless = () => false) =>
      run("readwrite", (rows, take) => {
        const there = rows.getAll();
        there.onsuccess = () => {
          if (there.result.some(unless)) return take(null);
          try {
            const added = rows.add(row);
            added.onsuccess = () => take(added.result);
          } catch {
            rows.transaction.abort(); // no room, or nothing that can be kept: whoever adds it hears
          }
        };
      }),
  };
}

/** For a phone that keeps nothing: as long as the page lives. @returns {Kept} */
export function keptInMemory() {
  const rows = new Map();
  let last = 0;
  return {
    lasts: false,
    all: async () => [...rows.values()],
    put: async (row) => void rows.set(row.id, row),
    remove: async (id) => void rows.delete(id),
    add: async (row, unless = () => false) => {
      if ([...rows.values()].some(unless)) return null;
      rows.set((last += 1), { ...row, id: last });
      return last;
    },
  };
}
