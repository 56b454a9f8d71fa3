// Whose map it is and its approval number (审图号), always in sight; and one quiet line when its tiles do not come.
import { effect } from "../../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../text.js";
import { ground } from "./base_map.js";

const FAILED = () => gettext("The base map cannot be fetched now; this is the schematic one.");

/** A control of MapLibre. @param {{attribution: string, approval: string}} told */
export function credit({ attribution, approval }) {
  const named = [attribution, approval && fill(gettext("Map approval {number}"), { number: approval })];
  let stop = () => {};
  return {
    onAdd() {
      const line = document.createElement("p");
      line.className = "maplibregl-ctrl map-base-credit";
      line.setAttribute("role", "status");
      stop = effect(() => {
        line.dataset.ground = ground.value;
        line.textContent = ground.value === "failed" ? FAILED() : named.filter(Boolean).join(" · ");
      });
      return line;
    },
    onRemove: () => stop(),
  };
}
