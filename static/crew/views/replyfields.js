/** The other fields of the report. */
import { html, useMemo, useState } from "../../vendor/preact/11.2.0/preact.mjs";
import { MEASURES, NOT_CONTACTED } from "../causes.js";
import { shrinkPhoto } from "../photo.js";
import { localInput, momentOf } from "../report.js";
import { Chips, Icon } from "./parts.js";

export function MeasuresField({ report, change }) {
  const toggle = (label) =>
    change({
      measures: report.measures.includes(label)
        ? report.measures.filter((item) => item !== label)
        : [...report.measures, label],
    });
  return html`<fieldset class="field"><legend>${gettext("Measures")}</legend>
    <div class="chips">${MEASURES().map((label) => html`<button type="button" class="pick" key=${label}
      aria-pressed=${report.measures.includes(label)} onClick=${() => toggle(label)}>${label}</button>`)}</div>
    <textarea class="input" rows="2" maxlength="500" aria-label=${gettext("More about the measures")}
      placeholder=${gettext("More, if needed: part, type, place")} value=${report.words}
      onInput=${(event) => change({ words: event.target.value })}></textarea>
  </fieldset>`;
}

export function RestoredField({ report, change }) {
  return html`<label class="field"><span>${gettext("Power back at")}</span>
    <input class="input" type="datetime-local" required value=${localInput(report.restored_at)}
      onInput=${(event) => event.target.value && change({ restored_at: momentOf(event.target.value) })} /></label>`;
}

export function ContactField({ report, change }) {
  const options = [["yes", gettext("Yes")], ["no", gettext("No")]];
  return html`<fieldset class="field"><legend>${gettext("Did you speak with the customer?")}</legend>
    <${Chips} label=${gettext("Did you speak with the customer?")} options=${options} value=${report.contacted}
      onPick=${(contacted) => change({ contacted })} />
    ${
      report.contacted === "no" &&
      html`<p class="hint">${gettext("Why not?")}</p>
      <${Chips} label=${gettext("Why not?")} options=${NOT_CONTACTED().map((label) => [label, label])}
        value=${report.not_contacted_reason} onPick=${(reason) => change({ not_contacted_reason: reason })} />`
    }
    ${report.contacted === "yes" && html`<input class="input" maxlength="200"
      aria-label=${gettext("What the customer says")} placeholder=${gettext("What the customer says (optional)")}
      value=${report.opinion} onInput=${(event) => change({ opinion: event.target.value })} />`}
  </fieldset>`;
}

/** What the centre can read; a phone that keeps HEIC hands over a JPEG when it is told so. */
const TAKEN = "image/jpeg,image/png,image/webp";

/** A picture that the phone cannot read is said at once and left out: the report never waits for its photo. */
export function PhotoField({ report, change }) {
  const [unreadable, setUnreadable] = useState(false);
  const shown = useMemo(() => report.photo && URL.createObjectURL(report.photo), [report.photo]);
  const take = async (event) => {
    const [file] = event.target.files;
    event.target.value = ""; // the same picture may be chosen again
    if (!file) return;
    const photo = await shrinkPhoto(file).catch(() => null);
    setUnreadable(photo === null);
    if (photo) change({ photo });
  };
  return html`<div class="field"><span>${gettext("Photo of the finished work")}</span>
    <label class="photo">${shown ? html`<img src=${shown} alt=${gettext("Photo of the finished work")} />` :
      html`<${Icon} name="camera" />${gettext("Take a photo")}`}
      <input class="sr-only" type="file" accept=${TAKEN} capture="environment" onChange=${take} /></label>
    ${!shown && html`<p class="hint">${gettext("JPEG, PNG or WebP; HEIC cannot be read.")}</p>`}
    ${shown && html`<button type="button" class="button" onClick=${() => change({ photo: null })}>
      ${gettext("Take the photo away")}</button>`}
    ${unreadable &&
      html`<p class="hint" role="alert">
      ${gettext("This picture cannot be read. Take another, or send the report without.")}</p>`}
  </div>`;
}
