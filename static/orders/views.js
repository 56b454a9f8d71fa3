// The list under a name: the question of the address, kept.
import { savedViews } from "../ui/saved_views.js";
import { ask, question } from "./list_data.js";
import { isView } from "./question.js";

export const saved = savedViews({
  path: "order-views/",
  meaning: () => {
    const { filters, ordering, columns } = question.peek();
    return { filters, ordering, columns };
  },
  keptAs: () => question.value.view,
  take: ({ id, filters, ordering, columns }) => ask({ filters, ordering, columns, view: String(id) }),
  mark: (view) => ask({ view }, { replace: true }),
  isMeant: (view) => isView(question.value, view),
  save: () => gettext("Save this list as a view"),
});
