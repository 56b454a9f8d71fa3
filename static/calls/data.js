// @ts-check
// The call on the line: what is typed (kept until it is filed), the caller's card, what was filed last.
import { computed, effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { ApiProblem, get, newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { may } from "../js/rights.js";
import { fill } from "../js/text.js";
import { asKind, blank, NOTHING_TOLD, pickedFrom, requestOf, toldOfMatter, toldOfReport } from "./call_draft.js";

/** @type {{kind: string, label: string, sub_kinds: [string, string][]}[]} */
export let taken = [];
/** @type {[string, string][]} units of one's own area; none where there are too many to choose from */
export let units = [];
/** The draft of the call. @type {any} */
export let call = null;
/** The last one given up, which can be taken back. @type {any} */
export let cleared = null;
/** What is read out after filing. @type {any} */
export const told = draft("call told", NOTHING_TOLD);
/** {card} | {problem} | null: it comes */
export const caller = signal(/** @type {any} */ (null));
/** The tree of complaints in force, for who may use it. */
export const tree = signal({ categories: [], grades: [] });
/** Grows with every new call: fields that keep nothing begin anew. */
export const turn = signal(0);

/** The number of who is on the line, also while the answer is read out; "" where nobody was found. */
export const onTheLine = computed(() => told.values.value.customer || (call.values.value.customer?.number ?? ""));
export const kindNow = computed(() => taken.find((one) => one.kind === call.values.value.kind));
export const openOrders = computed(() => caller.value?.card?.open ?? []);
export const mayClassify = () => may("complaints");

export async function readCaller(number = onTheLine.peek()) {
  caller.value = null;
  if (!number) return;
  const answer = await get(`customers/${encodeURIComponent(number)}/card/`).then((card) => ({ card }),
    (problem) => ({ problem }));
  if (onTheLine.peek() === number) caller.value = answer;
}

export const pick = (found) => call.change(pickedFrom(found));
export const chooseKind = (kind) => kind === call.values.peek().kind || call.change(asKind(kind));

export function giveUp() {
  if (call.isBlank()) return;
  cleared.change(call.values.peek());
  call.drop();
  turn.value += 1;
}

export function takeBack() {
  call.change(cleared.values.peek());
  cleared.drop();
  turn.value += 1;
}

/** What became of the link that was sent to the caller; "" before. */
export const linkSent = signal("");

/** While the caller is on the line: pressed twice it is one message. */
export async function sendLink() {
  const { number, link } = told.values.peek();
  if (!link) return;
  try {
    const { recipient } = await post(`work-orders/${number}/tracking-link/send/`, {}, { key: newKey() });
    linkSent.value = fill(gettext("The link is on its way to {phone}: ask them to open it."), { phone: recipient });
  } catch (problem) {
    linkSent.value = problem.message;
  }
}

export function nextCall() {
  linkSent.value = "";
  told.drop();
  turn.value += 1;
}

/** The key is kept with the draft: after silence or a reload the same call is still one order. */
export async function file() {
  if (!call.values.peek().key) call.change({ key: newKey() });
  const values = call.values.peek();
  const [path, body] = requestOf(mayClassify() ? values : { ...values, category: "", grade: "" });
  let answer;
  try {
    answer = await post(path, body, { key: values.key });
  } catch (problem) {
    if (problem instanceof ApiProblem) call.change({ key: "" });
    throw problem;
  }
  const after = path === "matters/" ? toldOfMatter(answer) : toldOfReport(answer);
  told.change({ ...after, customer: values.customer?.number ?? "" });
  call.drop();
}

/** @param {any} props */
export function startDesk(props) {
  taken = props.taken;
  units = props.units;
  call = draft("call", blank(props.source));
  cleared = draft("call cleared", blank(props.source));
  let last = "";
  effect(() => {
    const number = onTheLine.value;
    if (number !== last) readCaller((last = number));
  });
  if (mayClassify()) get("complaint-categories/").then((answer) => (tree.value = answer), () => {});
}
