/** Verbs with a page of their own, because they ask for more than a plain form can: photos, causes, the last number. */
import { Permit } from "./permit.js";
import { Reply } from "./reply.js";

export const OWN_FORMS = { start: Permit, reply: Reply };
