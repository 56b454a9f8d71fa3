// 拆分: an order that follows this one, or a call that only urged it, stands on its own again and is judged.
import { clock } from "../js/format.js";
import { fill } from "../js/text.js";
import { command } from "./commands.js";
import { say } from "../js/notice.js";
import { details, reloadDetails } from "./detail_data.js";

/** What came together in the order besides its first report, oldest first: {id, number?, report?, at, place, words}. */
export function partsOf(order) {
  const record = details.value.id === order.id ? details.value.record : null;
  const followers = (record?.followers ?? []).map(({ number, reported_at: at, place, title: words }) => {
    return { id: number, number, at, place, words };
  });
  const calls = (record?.reports ?? []).filter((report) => report.urge);
  const urges = calls.map(({ id: report, received_at: at, description: words }) => {
    return { id: String(report), report, at, words };
  });
  return [...followers, ...urges].sort((a, b) => a.at.localeCompare(b.at));
}

export const partLabel = ({ at, number, place, words }) =>
  [clock(at), number && `…${number.slice(-7)}`, place, words].filter(Boolean).join(" · ");

export async function split(order, typed) {
  const { part: id, reason } = typed.values.peek();
  const part = partsOf(order).find((one) => one.id === id);
  if (!part) return say(gettext("This call no longer belongs to the order."), "alarm");
  const body = part.report ? { reason, report: part.report } : { reason };
  const whose = part.number ? { ...order, number: part.number } : order; // a follower has no row on the board
  if (!(await command(whose, "split", body, gettext("Sending…")))) return false;
  typed.drop();
  say(fill(gettext("{part} stands on its own now and is judged."), { part: partLabel(part) }));
  reloadDetails();
  return true;
}
