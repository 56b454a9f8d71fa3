// The supply path of the chosen outage: asked again when another device is judged.
import { followSupply } from "../js/map/network/supply.js";
import { chosen, chosenCard } from "./choice.js";

export function startSupply() {
  followSupply(() => {
    const device = chosenCard.value?.device?.code ?? "";
    return chosen.value ? `outages/${encodeURIComponent(chosen.value)}/supply-path/#${device}` : "";
  });
}
