/**
 * The cause of a fault in three taps: where, on what, what happened. Functions, because gettext needs the language of
 * the page.
 */

/** @typedef {() => string} Word */
/** A word with what may be chosen below it. @typedef {{0: Word, 1: Level[]} & any[]} Branch */
/** @typedef {Word | Branch} Level */

const aged = () => gettext("Aged or worn");
const burnt = () => gettext("Burnt out");
const broken = () => gettext("Broken");
const loose = () => gettext("Loose joint");
const overloaded = () => gettext("Overloaded");
const tripped = () => gettext("Tripped");

/** @type {Level[]} */
const TREE = [
  [
    () => gettext("Low-voltage network"),
    [
      [() => gettext("Switch or breaker"), [burnt, tripped, overloaded, aged]],
      [() => gettext("Line or cable"), [broken, loose, overloaded, aged]],
      [() => gettext("Distribution box"), [burnt, loose, aged]],
    ],
  ],
  [
    () => gettext("Medium-voltage network"),
    [
      [() => gettext("Transformer"), [burnt, overloaded, aged]],
      [() => gettext("Fuse cutout"), [burnt, broken]],
      [() => gettext("Line or cable"), [broken, loose, aged]],
      [() => gettext("Pole switch"), [tripped, burnt, broken]],
    ],
  ],
  [
    () => gettext("Metering"),
    [
      [() => gettext("Meter"), [burnt, aged, () => gettext("No display")]],
      [() => gettext("Meter box"), [burnt, loose, () => gettext("Water inside")]],
    ],
  ],
  [
    () => gettext("Outside cause"),
    [
      [
        () => gettext("Weather"),
        [() => gettext("Lightning"), () => gettext("Wind"), () => gettext("Ice"), () => gettext("Flood")],
      ],
      [() => gettext("Trees or animals"), [() => gettext("Tree contact"), () => gettext("Animal contact")]],
      [
        () => gettext("Caused by people"),
        [() => gettext("Vehicle hit"), () => gettext("Building work"), () => gettext("Theft")],
      ],
    ],
  ],
  [
    () => gettext("Customer's own equipment"),
    [
      [() => gettext("Wiring inside"), [burnt, loose, () => gettext("Leakage")]],
      [() => gettext("Customer's switch"), [tripped, burnt, aged]],
      [() => gettext("Appliance"), [broken, overloaded]],
    ],
  ],
];

/**
 * @param {string[]} chosen labels tapped so far
 * @returns {string[]} what to offer next; empty when the cause is complete
 */
export function nextChoices(chosen) {
  let level = TREE;
  for (const label of chosen) {
    const branch = level.find((item) => Array.isArray(item) && item[0]() === label);
    if (!Array.isArray(branch)) return [];
    level = branch[1];
  }
  return level.map((item) => (Array.isArray(item) ? item[0]() : item()));
}

/** Measures that fit most reports; anything else is typed. */
export const MEASURES = () => [
  gettext("Replaced the part"),
  gettext("Tightened the joint"),
  gettext("Closed the switch"),
  gettext("Repaired the line"),
  gettext("Balanced the load"),
  gettext("Isolated the fault"),
  gettext("Explained to the customer"),
];

export const NOT_CONTACTED = () => [gettext("No answer"), gettext("Number is confidential"), gettext("Wrong number")];
