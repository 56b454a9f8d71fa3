/** The crew's page: puts the store, the live line, the outbox, the position and the screens together. */
import { effect, html, render } from "../vendor/preact/11.2.0/preact.mjs";
import { get, post, watchSession } from "../js/api.js";
import { keepDraftsIn } from "../js/drafts.js";
import { connect } from "../js/socket.js";
import "../js/text.js";
import { setWords } from "../js/words.js";
import { sendNow, startSending } from "./acting.js";
import { alertCrew, allowSoundOnFirstTouch } from "./alert.js";
import { followBack } from "./back.js";
import { hearTime, presentMs } from "./clock.js";
import { isComing, isOnJob, setFlow } from "./flow.js";
import { preparePlaces } from "./found_places.js";
import { keptInMemory } from "./kept.js";
import { openOutbox } from "./outbox.js";
import { openPhotos } from "./photos.js";
import { positionReporter } from "./position.js";
import { setSafety } from "./safety.js";
import {
  clockMs,
  connection,
  jobs,
  lasting,
  loaded,
  messages,
  notACrew,
  offer,
  place,
  signedOut,
  work,
} from "./store.js";
import { keepAwake, watchBattery } from "./device.js";
import { watchInstalling } from "./install.js";
import { draftsOf, forgetOldDrafts, keepForOffline, recall, remember } from "./memory.js";
import { Phone } from "./views/phone.js";

const POLL_MS = 15_000;
const NOT_SIGNED_IN = 4401;

/** @param {HTMLElement} element @param {any} props what the server told with the page */
export async function mount(element, props) {
  watchInstalling();
  setFlow(props.flow);
  setWords(props.words);
  setSafety(props.safety);
  work.value = recall(props.account_id) ?? work.value;
  keepDraftsIn(localStorage, draftsOf(props.account_id));
  forgetOldDrafts(work.value.orders, presentMs());
  watchSession({
    as: props.account_id,
    onSignedOut: () => (signedOut.value = true),
    onSomebodyElse: () => location.reload(),
  });
  const outbox = await openOutbox(props.account_id).catch(keptInMemory);
  lasting.value = outbox.lasts;
  await openPhotos(props.account_id);
  await startSending(outbox, props.account_id);
  followBack();
  render(html`<${Phone} name=${props.name} />`, element);
  allowSoundOnFirstTouch();
  followWork(props.account_id);
  announceOffers();
  effect(() => preparePlaces(jobs.value.filter((order) => isOnJob(order.status))));
  reportPlace();
  watchBattery();
  keepAwake(() => offer.value !== null || jobs.value.some((order) => isComing(order.status)));
  keepForOffline();
}

function followWork(accountId) {
  const take = ({ type: _, crew: __, at = new Date(presentMs()).toISOString(), ...told }) => {
    hearTime(at);
    work.value = { ...told, at };
    loaded.value = true;
    notACrew.value = "";
    remember(accountId, work.value);
  };
  const link = connect("/ws/crew/", {
    onFrame: (frame) => (frame.type === "work" ? take(frame) : frame.at && hearTime(frame.at)),
    onRefused: (code) => (signedOut.value = code === NOT_SIGNED_IN),
  });
  const poll = () =>
    get("me/work/").then(
      (told) => {
        take(told);
        if (signedOut.peek()) comeBack();
      },
      (problem) => (notACrew.value = [403, 404].includes(problem.status) ? problem.message : ""),
    );
  /** Signed in again, on this page or in another window. */
  const comeBack = () => {
    signedOut.value = false;
    link.reopen();
    sendNow();
  };
  const showConnection = () => {
    const heard = link.freshness.value.state;
    const state = navigator.onLine ? heard : "lost";
    if (state === "live" && connection.peek() !== "live") sendNow();
    connection.value = state;
  };
  effect(showConnection);
  addEventListener("offline", showConnection);
  addEventListener("online", showConnection);
  addEventListener("online", poll);
  document.addEventListener("visibilitychange", () => document.hidden || poll());
  setInterval(() => (clockMs.value = presentMs()), 1000);
  setInterval(() => connection.value === "live" || poll(), POLL_MS);
  poll();
}

/** Once for each offer and each message, however often they are painted. */
function announceOffers() {
  let heard = null;
  let told = 0;
  effect(() => {
    const last = messages.value.at(-1)?.id ?? 0;
    if (last > told) alertCrew();
    told = Math.max(told, last);
  });
  effect(() => {
    const { value } = offer;
    if (value && value.id !== heard) alertCrew();
    heard = value?.id ?? heard;
  });
}

/** The centre sees the crew from accepting to restoring, and not a minute longer. */
function reportPlace() {
  const reporter = positionReporter(
    (items) => post("positions/", { items }).then(() => true, () => false),
    (state, fix) => (place.value = { state, fix: fix ?? place.peek().fix }),
  );
  effect(() => (jobs.value.some((order) => isOnJob(order.status)) ? reporter.start() : reporter.stop()));
}
