/** At most one call per `pauseMs`, the last one always. @param {() => void} work @param {number} pauseMs */
export function throttled(work, pauseMs) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  let last = 0;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      last = performance.now();
      work();
    }, Math.max(0, last + pauseMs - performance.now()));
  };
}
