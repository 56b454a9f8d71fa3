// What the answers of a round prove so far, as outages/verbs/sampling.py weighs them. No page, no network.
const ENOUGH = 0.95;

/**
 * @param {{asked: number, on: number, off: number}} round
 * @returns {"passed"|"failed"|"open"} open: too few answered to prove either
 */
export function verdictOf({ asked, on, off }) {
  if (asked === 0 || on >= ENOUGH * asked) return "passed";
  return asked - off < ENOUGH * asked ? "failed" : "open";
}

/** How many more must say that they have power. @param {{asked: number, on: number}} round */
export const stillNeeded = ({ asked, on }) => Math.max(0, Math.ceil(ENOUGH * asked) - on);
