// The cities and counties of one's area, as the server told them with the page.

/** Name of a centre → name of its city, "" for one that lies in none of ours. @type {Map<string, string>} */
export const within = new Map();

/** @param {{name: string, within: string}[]} areas */
export function setAreas(areas) {
  for (const area of areas) within.set(area.name, area.within);
}
