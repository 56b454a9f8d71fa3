/** Photos of finished work, taken and not sent yet: kept on the phone, they outlive a reload and a closed app. */
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { keptInMemory, openKept } from "./kept.js";

let kept = keptInMemory();
/** order number → photo */
export const photos = signal(new Map());

/** @param {number} accountId */
export async function openPhotos(accountId) {
  kept = await openKept(`crew-photos-${accountId}`, "photos").catch(keptInMemory);
  photos.value = new Map((await kept.all()).map(({ id, photo }) => [id, photo]));
}

/** Shown at once; a phone without room keeps it as long as the page lives. @param {Blob|null} photo null: away */
export async function keepPhoto(number, photo) {
  const all = new Map(photos.peek());
  if (photo) all.set(number, photo);
  else all.delete(number);
  photos.value = all;
  await (photo ? kept.put({ id: number, photo }) : kept.remove(number)).catch(() => {});
}
