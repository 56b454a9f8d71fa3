// What the signed-in person may do; a control without its right is absent, not greyed out. The server decides again.
let rights = new Set();

export function setRights(names) {
  rights = new Set(names);
}

/** @param {string} name "dispatch", "suspend", "review", "report" … as in organisation/roles.py */
export const may = (name) => rights.has(name);
