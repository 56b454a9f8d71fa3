// The rows follow the socket: one that moved is read again and changes at its place, one that fits the question and is
// not shown is announced. Which orders fit is asked of the server, which alone knows it.
import { get } from "../js/api.js";
import { onOrder } from "../live/store.js";
import { list, question, source, unseen, wholeOf } from "./list_data.js";
import { asked, comesBefore, isPersonal } from "./question.js";

const REST_MS = 1500; // a storm is asked about once in a while, not by the event
const MOST = 100;
const KEPT = 500;
/** Ids of orders that moved and were not asked about, the oldest first. @type {Set<number>} */
const moved = new Set();
let resting = null;

function hear(id) {
  const ids = id === null ? list.peek().rows.map((row) => row.id) : [id];
  for (const each of ids) moved.delete(each), moved.add(each);
  for (const each of moved) if (moved.size > KEPT) moved.delete(each);
  plan();
}

const plan = () => (resting ??= document.hidden ? null : setTimeout(look, REST_MS));

/** What is asked next: what is shown first, the rest as far as it goes. */
function takeMoved(shown) {
  const ids = [...moved].sort((a, b) => Number(shown.has(b)) - Number(shown.has(a))).slice(0, MOST);
  ids.forEach((id) => moved.delete(id));
  return ids;
}

async function look() {
  const of = question.peek();
  const shown = new Set(list.peek().rows.map((row) => row.id));
  const ids = takeMoved(shown);
  // Looking people up again and again would be counted as a sweep: of such a list only the rows are kept up to date.
  const personal = isPersonal(of);
  const wanted = personal ? ids.filter((id) => shown.has(id)) : ids;
  try {
    if (wanted.length > 0) {
      const query = { ...(personal ? {} : wholeOf(of)), id: wanted.join(","), limit: String(MOST) };
      const { results } = await get(source.path, query);
      if (question.peek() === of || JSON.stringify(asked(question.peek())) === JSON.stringify(asked(of)))
        put(wanted, results, of.ordering || source.usual);
    }
  } catch {
    // The list says itself when it cannot be read; what moved stays as it was until it moves again.
  }
  resting = null;
  if (moved.size > 0) plan();
}

/** @param {number[]} ids that were asked about @param {any[]} found those of them that answer the question */
function put(ids, found, ordering) {
  const { rows, next } = list.peek();
  const fresh = new Map(found.map((row) => [row.id, row]));
  const turned = (row) => ({ ...row, ...fresh.get(row.id), left: !fresh.has(row.id), turn: (row.turn ?? 0) + 1 });
  const hasMoved = (row) => ids.includes(row.id) && (row.rev !== fresh.get(row.id)?.rev || row.left);
  list.value = { ...list.peek(), rows: rows.map((row) => (hasMoved(row) ? turned(row) : row)) };
  announce(ids, found, rows, (row) => !next || rows.length === 0 || comesBefore(row, rows.at(-1), ordering));
}

function announce(ids, found, rows, isInSight) {
  const shown = new Set(rows.map((row) => row.id));
  const known = new Set([...unseen.peek()].filter((id) => !ids.includes(id)));
  for (const row of found) if (!shown.has(row.id) && isInSight(row)) known.add(row.id);
  unseen.value = known;
}

export function startLiveRows() {
  onOrder(hear);
  document.addEventListener("visibilitychange", () => moved.size > 0 && plan());
}
