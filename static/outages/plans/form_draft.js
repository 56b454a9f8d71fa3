// @ts-check
// A plan as it is typed and as it is sent. No page, no network.

/**
 * @typedef {{code: string, name: string, feeder: string, feederCode?: string}} Device
 * @typedef {{title: string, reason: string, work: string, kind: string, start: string, end: string, open: Device[],
 *   close: Device[], key: string, number: string, rev: number}} Plan
 * `number`: of the plan that is drafted anew, "" for a new one
 */

/** @type {Plan} */
export const BLANK = {
  title: "", reason: "", work: "", kind: "PLANNED", start: "", end: "", open: [], close: [], key: "", number: "",
  rev: 0,
};

/** A moment as the field of a form wants it, in the province's time. @param {string} at RFC 3339 */
const asTyped = (at) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16);
/** @param {string} typed "2026-12-08T09:00" in the province's time */
const asSent = (typed) => `${typed}:00+08:00`;

/** The form of a plan that was drafted before. @param {any} plan as the API shows it @returns {Plan} */
export function fromPlan(plan) {
  /** @param {string} move */
  const moved = (move) => plan.devices.filter((/** @type {any} */ one) => one.move === move)
    .map((/** @type {any} */ { code, name }) => ({
      code, name, feeder: plan.feeder?.name ?? "", feederCode: plan.feeder?.code ?? "",
    }));
  return {
    ...BLANK, title: plan.title, reason: plan.reason, work: plan.work ?? "", kind: plan.plan_kind,
    start: asTyped(plan.planned_start_at), end: asTyped(plan.planned_end_at),
    open: moved("OPEN"), close: moved("CLOSE"), number: plan.number, rev: plan.rev,
  };
}

/** @param {Device[]} devices @param {Device} device once each */
export const withDevice = (devices, device) =>
  devices.some(({ code }) => code === device.code) ? devices : [...devices, device];

/** @param {Device[]} devices @param {string} code */
export const withoutDevice = (devices, code) => devices.filter((device) => device.code !== code);

/** Whether there is enough to ask whom it would put in the dark. @param {Plan} plan */
export const canBeSeen = ({ open, start, end }) => open.length > 0 && start !== "" && end !== "" && start < end;

/** The body of the draft and of its preview; words that are not typed yet are left out. @param {Plan} plan */
export function bodyOf({ title, reason, work, kind, start, end, open, close }) {
  const codes = (/** @type {Device[]} */ devices) => devices.map(({ code }) => code);
  const words = Object.fromEntries(Object.entries({ title, reason, work }).filter(([, typed]) => typed.trim()));
  return {
    ...words, kind, open: codes(open), close: codes(close),
    planned_start_at: asSent(start), planned_end_at: asSent(end),
  };
}
