// The view of the board under a name.
import { effect } from "../vendor/preact/11.2.0/preact.mjs";
import { savedViews } from "../ui/saved_views.js";
import { kept, presentView } from "./selection.js";
import { partsOf } from "./view_address.js";
import { opensElsewhere, takeView } from "./view_history.js";

const sameParts = (one, other) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

export const saved = savedViews({
  path: "board-views/",
  meaning: () => ({ filters: partsOf(presentView()) }),
  keptAs: () => kept.value,
  take: takeView,
  mark: (id) => (kept.value = id),
  isMeant: ({ filters }) => sameParts(filters, partsOf(presentView())),
  save: () => gettext("Save what I look at as a view"),
  opening: () => gettext("The board opens with it"),
  small: true,
});

/** Told with the page: the first view may be one of them. @param {{views: any[]}} props */
export function startViews({ views }) {
  saved.views.value = views;
  effect(() => {
    opensElsewhere.value = saved.views.value.some(({ mine, opens }) => mine && opens);
  });
}
