// The supply path of the chosen order: of repairs only, because nothing else waits for power.
import { followSupply } from "../js/map/network/supply.js";
import { details } from "./detail_data.js";
import { selected } from "./selection.js";

export function startSupply() {
  followSupply(() => {
    const order = selected.value;
    const record = order && details.value.id === order.id ? details.value.record : null;
    return record?.matter.repair ? `work-orders/${encodeURIComponent(order.number)}/supply-path/` : "";
  });
}
