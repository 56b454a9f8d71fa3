// "list" | "map": what a narrow screen shows.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

export const side = signal("list");
