// @ts-check
// Stepping through the stages over a list of cases. No page, no network.

/**
 * Stage that is shown after a step: the whole list stands before the first one.
 * @param {string[]} stages @param {string} chosen "" for all @param {number} by
 */
export function stageAfter(stages, chosen, by) {
  const all = ["", ...stages];
  const at = Math.max(0, all.indexOf(chosen));
  return all[(at + by + all.length) % all.length];
}
