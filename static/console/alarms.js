// Alarms say what, where, who must act and how long is left; everything else is an event and stays out of the strip.
// They are derived from the cards, so a reload loses nothing but the acknowledgements of this session.
import { computed, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { nextClock, timeLeft } from "./queue_rules.js";
import { orders, outages, second } from "./store.js";

const STORED = "acknowledged-alarms";
const NEAR_SHARE = 0.8; // warnings of the clocks start at 80 %

const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "[]");
/** Ids acknowledged at this seat. */
export const acknowledged = signal(new Set(stored));
/** order id → moment its attention was first seen here */
const seenAt = new Map();

/** Called for every card event: remembers when an order began to need somebody. */
export function raise({ card }) {
  if (card.kind !== "order") return;
  if (!card.attention || card.gone) seenAt.delete(card.id);
  else if (seenAt.get(card.id)?.attention !== card.attention) seenAt.set(card.id, { attention: card.attention, at: second.peek() });
}

const PRIORITY_OF_ATTENTION = {
  life_support: 1, two_failures: 1, no_crew: 1, crew_asks_help: 1, hazard: 1, important_customer: 2, unlocated: 2, late_restore: 2, restore_unverified: 2, restore_unanswered: 2, finding_disputed: 2, time_critical: 2,
  suggestion: 3, customer_side: 3, low_voltage: 3, power_is_back: 3,
};

/** What nobody takes is grave unless the order is of grade 3; life support and what concerns a grade 1 order always is. */
function attentionPriority({ attention, grade }) {
  if (grade === 1 || attention === "life_support") return 1;
  const priority = PRIORITY_OF_ATTENTION[attention] ?? 3;
  return priority === 1 && grade === 3 ? 2 : priority;
}

function attentionAlarm(order) {
  if (!order.attention || order.status === "SUSPENDED") return null;
  return {
    id: `${order.id}:${order.attention}`, order, code: order.attention, priority: attentionPriority(order),
    at: seenAt.get(order.id)?.at ?? Date.parse(order.reported_at),
  };
}

/** What an outage asks for is told at the order that leads its repair. */
function outageAlarms() {
  const leaders = new Map([...outages.values()].filter((outage) => outage.attention && outage.lead_order).map((outage) => [outage.lead_order, outage]));
  if (leaders.size === 0) return [];
  return [...orders.values()].filter((order) => leaders.has(order.number)).map((order) => {
    const { id, attention, detected_at: detected } = leaders.get(order.number);
    return { id: `outage ${id}:${attention}`, order, code: attention, priority: PRIORITY_OF_ATTENTION[attention] ?? 3, at: Date.parse(detected) };
  });
}

function clockAlarm(order, now) {
  const clock = nextClock(order);
  const left = timeLeft(clock, now);
  if (!left || clock.paused || left.share < NEAR_SHARE) return null;
  const over = left.tone === "over";
  const started = Date.parse(clock.due_at) - (over ? 0 : (1 - NEAR_SHARE) * clock.limit_minutes * 60_000);
  return {
    id: `${order.id}:${clock.code}:${over ? "over" : "near"}`, order, clock, code: over ? "overdue" : "due_soon",
    priority: over ? Math.min(order.grade, 2) : Math.max(order.grade, 2), at: started,
  };
}

/** Unacknowledged first, then by priority, then newest first. */
export const alarms = computed(() => {
  const now = second.value; // looked at once a second: time alone raises alarms
  const known = acknowledged.value;
  const found = [];
  for (const order of orders.values()) {
    for (const alarm of [attentionAlarm(order), clockAlarm(order, now)]) {
      if (alarm) found.push({ ...alarm, acknowledged: known.has(alarm.id) });
    }
  }
  for (const alarm of outageAlarms()) found.push({ ...alarm, acknowledged: known.has(alarm.id) });
  return found.sort((a, b) => a.acknowledged - b.acknowledged || a.priority - b.priority || b.at - a.at);
});

export const openAlarms = computed(() => alarms.value.filter((alarm) => !alarm.acknowledged));

export function acknowledge(ids) {
  const next = new Set([...acknowledged.value, ...ids]);
  acknowledged.value = next;
  sessionStorage.setItem(STORED, JSON.stringify([...next].slice(-2000)));
}
