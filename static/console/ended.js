// An order that is no longer on the board, as its record says: how it ended, when, by whom and why. No page, no
// network.
import { phaseOf } from "../js/states.js";

/** Phases of an order that is not on the board: it has ended, or follows another order. */
const ENDED = new Set(["ended", "merged"]);
/** @param {{status?: string} | null} record */
const hasEnded = (record) => ENDED.has(phaseOf(record?.status));

/**
 * The last card of an order that left, with what its record knows since; its clocks stand still.
 *
 * @param {any} card the card it left with
 * @param {any} record the record as read since, or null
 */
export function lastCard(card, record) {
  const known = hasEnded(record) ? record : null;
  /** @type {{stopped_at: string | null}[]} */
  const clocks = known?.clocks ?? card.clocks;
  return {
    ...card,
    ...known,
    id: card.id,
    gone: true,
    crew: null,
    offers: [],
    attention: null,
    reasons: [],
    clocks: clocks.filter((clock) => clock.stopped_at),
  };
}

/** @typedef {{new: string, at: string, actor: string, detail: string}} Change */

/**
 * @param {{status: string, status_changes?: Change[]} | null} record
 * @returns {{status: string, at: string, by: string, why: string} | null} null: it left for another desk, or is still
 *   being read
 */
export function howItEnded(record) {
  if (!record || !hasEnded(record)) return null;
  const move = (record.status_changes ?? []).filter((change) => change.new === record.status).at(-1);
  return move ? { status: move.new, at: move.at, by: move.actor, why: move.detail } : null;
}
