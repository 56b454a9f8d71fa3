// Which form of which order is open: {id, verb} or null. Looking at another order does not open it there.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

export const openForm = signal(null);
