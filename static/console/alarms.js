// Alarms come from the server, shared by everybody: raised once, acknowledged by a person, gone when the matter is
// over.
// What concerns one order stands in one line, the gravest first.
import { computed } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey, post } from "../js/api.js";
import { refused } from "../js/notice.js";
import { may } from "../js/rights.js";
import { phaseOf } from "../js/states.js";
import {
  alarmCards, alarmsVersion, crews, orderNumbered, orders, ordersSettled, outages, outagesVersion, putCard,
} from "../live/store.js";

/** Who is suspended waits on purpose: only the end of the pause is told, and what somebody says meanwhile. */
const TOLD_IN_A_PAUSE = new Set(["resume_due", "late_word", "hazard", "hazard_told", "third_call", "crew_asks_help"]);

/** What the alarm is about, as far as this board has it: {order?, outage?, crew?}. */
function subjectOf({ subject, subject_id: id }) {
  if (subject === "order") return { order: orders.get(id) };
  if (subject === "crew") return { crew: crews.get(id) };
  if (subject !== "outage") return {};
  const outage = outages.get(id);
  return { outage, order: orderNumbered(outage?.lead_order) };
}

const keyOf = (alarm, { order, outage }) =>
  order ? `order ${order.id}` : outage ? `outage ${outage.id}` : `${alarm.subject} ${alarm.subject_id}`;

function add(lines, alarm, subject) {
  const key = keyOf(alarm, subject);
  const line = lines.get(key) ?? { key, ...subject, name: alarm.subject_name, alarms: [] };
  // An outage and the order that leads it may say the same.
  if (!line.alarms.some((other) => other.code === alarm.code)) line.alarms.push(alarm);
  else line.also = [...(line.also ?? []), alarm];
  lines.set(key, line);
}

function finished(line) {
  const alarms = line.alarms.sort(
    (a, b) => Boolean(a.acknowledged_at) - Boolean(b.acknowledged_at) || a.grade - b.grade || a.id - b.id,
  );
  const open = [...alarms, ...(line.also ?? [])].filter((alarm) => !alarm.acknowledged_at);
  return { ...line, alarms, open, first: alarms[0], priority: alarms[0].grade, acknowledged: open.length === 0 };
}

/** Not acknowledged first, then by priority, then newest first. */
export const lines = computed(() => {
  void [alarmsVersion.value, ordersSettled.value, outagesVersion.value];
  const found = new Map();
  for (const alarm of alarmCards.values()) {
    const subject = subjectOf(alarm);
    if (phaseOf(subject.order?.status) !== "suspended" || TOLD_IN_A_PAUSE.has(alarm.code)) add(found, alarm, subject);
  }
  const newest = (line) => Date.parse(line.first.raised_at);
  return [...found.values()].map(finished)
    .sort((a, b) => a.acknowledged - b.acknowledged || a.priority - b.priority || newest(b) - newest(a));
});

export const openLines = computed(() => lines.value.filter((line) => !line.acknowledged));

export const mayAcknowledge = () => may("alarms");

/** Says to everybody that this person has seen these lines. */
export async function acknowledge(seen) {
  const ids = seen.flatMap((line) => line.open.map((alarm) => alarm.id));
  if (ids.length === 0 || !mayAcknowledge()) return;
  try {
    const { alarms } = await post("alarms/acknowledge/", { ids }, { key: newKey() });
    for (const answer of alarms) take(answer);
  } catch (problem) {
    refused(problem);
  }
}

// The card follows over the socket; the answer is only sooner.
function take({ id, acknowledged_by, acknowledged_at }) {
  const card = alarmCards.get(id);
  if (card) putCard({ ...card, rev: 2, acknowledged_by, acknowledged_at });
}
