// @ts-check
// One's own files: what was asked for in the background, how far it is, where it is fetched, and that it goes.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey, post } from "../js/api.js";
import { fullMoment, number } from "../js/format.js";
import { refused, say } from "../js/notice.js";
import { fill } from "../js/text.js";
import { second } from "../live/store.js";
import { Age } from "../open_items/age.js";
import { readAgain } from "../open_items/reading.js";
import { Frame, mountScreen } from "../ui/frame.js";
import { focusOn } from "../ui/keys.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { sizeOf, stateOf } from "./rules.js";

const EVERY_MS = 3000;
const files = readAgain(() => "exports/", EVERY_MS);
/** Ids of files that are on their way out: a second press does nothing. */
const going = signal(/** @type {number[]} */ ([]));

/** @param {any} file */
async function remove(file) {
  if (going.peek().includes(file.id)) return;
  going.value = [...going.peek(), file.id];
  try {
    await post(`exports/${file.id}/remove/`, {}, { key: newKey() });
    say(fill(gettext("{name} is removed."), { name: file.name }));
  } catch (problem) {
    refused(problem);
  }
  await files.read();
  going.value = going.peek().filter((id) => id !== file.id);
}

/** @type {Record<string, () => string>} */
const STATES = {
  waiting: () => gettext("waits"), running: () => gettext("is being made"), done: () => gettext("ready"),
  failed: () => gettext("not made"),
};

/** @param {{file: any}} props */
function State({ file }) {
  const state = stateOf(file);
  if (state === "failed") return html`<b class="missed">${STATES[state]()}</b> <span>${file.problem}</span>`;
  if (state === "done") return html`${STATES[state]()}`;
  const words = fill(gettext("{done} of {all} rows"), { done: number(file.rows_done), all: number(file.rows) });
  return html`${STATES[state]()} <progress max=${file.rows || 1} value=${file.rows_done}
    aria-label=${words}></progress> <span class="quiet">${words}</span>`;
}

/** @param {{file: any}} props */
const Line = ({ file }) => html`<tr class=${`file-${stateOf(file)}`}>
  <th scope="row">${file.file ? html`<a class="row-link" href=${file.file} download>${file.name}</a>` : file.name}</th>
  <td>${fullMoment(file.asked_at, second.peek())}</td><td class="file-state"><${State} file=${file} /></td>
  <td>${number(file.file ? file.rows_done : file.rows)}</td><td>${file.file ? sizeOf(file.size) : "—"}</td>
  <td><button class="button small" disabled=${going.value.includes(file.id)}
    aria-label=${fill(gettext("Remove {name}"), { name: file.name })} onClick=${() => remove(file)}>
    ${file.finished_at ? gettext("Remove") : gettext("Stop making it")}</button></td></tr>`;

const NONE = () => gettext(
  "No files. A long list of orders, or the many rows behind a figure, are made here: look for “in the background”.",
);

/** @param {{body: any}} props */
const Files = ({ body }) => html`<p class="quiet">${fill(gettext(
    "Made in the background, each for you alone; kept for {n} days. Names and numbers in them are masked.",
  ), { n: body.kept_days })}</p>
  ${body.files.length === 0 ? html`<p class="empty">${NONE()}</p>` : html`<div class="scroll-box">
    <table class="figure-table files-table">
    <caption class="sr-only">${gettext("My files")}</caption>
    <thead><tr>${[gettext("File"), gettext("Asked for"), gettext("State"), gettext("Rows"), gettext("Size"), ""].map(
      (head) => html`<th scope="col" key=${head}>
        ${head || html`<span class="sr-only">${gettext("Step")}</span>`}</th>`)}
    </tr></thead><tbody>${body.files.map((/** @type {any} */ file) => html`<${Line} key=${file.id} file=${file} />`)}
    </tbody></table></div>`}`;

function Page() {
  const { body, problem } = files.answer.value;
  return html`<${Frame} area="exports" title=${gettext("My files")} keys=${KEYS} kind="figure-page">
    <div class="figure-scroll" tabindex="0" role="group" aria-label=${gettext("My files")}>
      <h2 class="files-title">${gettext("My files")} <${Age} reader=${files} /></h2>
      ${problem && html`<${Unread} problem=${problem} again=${files.read} />`}
      ${body ? html`<${Files} body=${body} />` : !problem && html`<${Skeletons} count=${3} />`}</div>
  </${Frame}>`;
}

/** @type {import("../ui/keys.js").Keys} */
const KEYS = {
  table: [
    [["."], ".", () => gettext("ask again"), files.read],
    [["/"], "/", () => gettext("the newest file"), focusOn(".files-table a")],
  ],
  regions: [".top button, .top a", ".files-table a", ".files-table button"],
};

export const mount = (element, props) => mountScreen(element, props, { page: Page, keys: KEYS, start: [files.start] });
