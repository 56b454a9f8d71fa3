// The view of the board follows its address and its address the view: what one looked at before is one Back away.
import { batch, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { say } from "../js/notice.js";
import { fill } from "../js/text.js";
import { departed, loaded, orderNumbered, orders, ordersVersion } from "../live/store.js";
import { addressOfOrder } from "../ui/areas.js";
import { setAreas, within } from "./areas_told.js";
import { readFirst } from "./detail_data.js";
import { byStep, kept, presentView, select, selected, selectedId, showView } from "./selection.js";
import { addressOf, isAnotherPlace, knownBy, readAddress, USUAL } from "./view_address.js";

/** An area is known when it was told or an order lies there. */
const isArea = (name) =>
  within.has(name) || [...orders.values()].some(({ centre, unit }) => name === centre || name === unit);
let isKnown = knownBy({}, {});

/** Number of an order that the address asks for and that is not chosen yet. */
const awaited = signal("");
/** What a link of another page asks for. */
let linked = "";
/** Where one is, as it stands in the address. @type {import("./view_address.js").Address} */
let here = { view: USUAL, order: "", kept: "" };

/** Whether a bare address opens a view of one's own. */
export const opensElsewhere = signal(false);

const present = () => ({
  view: presentView(),
  order: selectedId.value === null ? awaited.value : (selected.value?.number ?? here.order),
  kept: kept.value,
});

function look({ view, order, kept: id, link }) {
  here = { view, order, kept: id };
  linked = link;
  batch(() => {
    showView(view, id);
    awaited.value = order;
    if (order !== selected.peek()?.number) select(null);
  });
  if (loaded.peek()) follow();
  writeSoon(present());
}

/** The order that the address asks for. One that has left the board is shown as it was, its record is read. */
async function choose() {
  const wanted = awaited.peek();
  if (!wanted) return;
  const isWanted = () => awaited.peek() === wanted && selectedId.peek() === null;
  try {
    const card = orderNumbered(wanted) ?? (await left(wanted));
    if (isWanted()) select(card.id);
  } catch (problem) {
    if (!isWanted()) return;
    awaited.value = "";
    say(problem.message, "alarm");
  }
}

async function left(number) {
  const record = await readFirst(number);
  departed.set(record.id, { ...record, gone: true });
  ordersVersion.value += 1;
  return record;
}

/** Links of other pages lead to an order wherever it is: one that is not on the board is in the list of all. */
function follow() {
  if (linked && !orderNumbered(linked)) location.replace(addressOfOrder(linked));
  else choose();
}

function write(next) {
  const now = { search: location.search, opensElsewhere: opensElsewhere.peek() };
  const address = location.pathname + addressOf(next, now);
  const isPlace = isAnotherPlace(here, next, byStep.peek());
  here = next;
  const { area } = next.view.filter;
  if (area && !within.has(area)) within.set(area, ""); // stays known when its last order is over
  if (address === location.pathname + location.search) return;
  if (isPlace) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

let waiting = null;

/** What is changed in one stroke is one place. */
function writeSoon(next) {
  if (waiting === null) queueMicrotask(() => {
    const last = waiting;
    waiting = null;
    write(last);
  });
  waiting = next;
}

function complain(wrong) {
  if (wrong.length > 0)
    say(fill(gettext("The address asks for something that this board does not know ({what}): the usual view is shown."),
      { what: wrong.join(", ") }), "alarm");
}

/** What a saved view asks, as if it stood in the address. */
function askedBy({ id, filters }) {
  const asked = readAddress(`?${new URLSearchParams(filters)}`, isKnown);
  return { ...asked, kept: asked.wrong.length > 0 ? "" : String(id) };
}

/** @param {{id: number, filters: Record<string, string>}} saved */
export function takeView(saved) {
  const { view, kept: id, wrong } = askedBy(saved);
  showView(view, id);
  complain(wrong);
}

/** A bare address opens with `opening`, if there is such a view. */
function read(opening = null) {
  const said = readAddress(location.search, isKnown);
  const { order, link } = said;
  const asked = said.isSaid || !opening ? said : { ...askedBy(opening), order, link };
  look(asked);
  complain(asked.wrong);
}

/** @param {any} props `view_parts`, `areas` and `views` as the server tells them with the page */
export function startView(props) {
  isKnown = knownBy(props.view_parts, { area: isArea });
  setAreas(props.areas);
  const opening = props.views.find(({ mine, opens }) => mine && opens);
  read(opening);
  addEventListener("popstate", () => read());
  const stop = loaded.subscribe((isLoaded) => {
    if (!isLoaded) return;
    queueMicrotask(() => stop());
    untracked(follow);
  });
  effect(() => {
    void opensElsewhere.value;
    if (selectedId.value !== null) awaited.value = "";
    const now = present();
    untracked(() => writeSoon(now));
  });
}
