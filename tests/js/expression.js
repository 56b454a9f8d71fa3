// What an expression of a map's style says of a feature: the operations that our layers use.

const OPERATIONS = {
  get: (of, name) => of[name] ?? null,
  has: (of, name) => name in of,
  "==": (of, one, other) => value(one, of) === value(other, of),
  ">": (of, one, other) => value(one, of) > value(other, of),
  "!": (of, one) => !value(one, of),
  "-": (of, one, other) => value(one, of) - value(other, of),
  all: (of, ...each) => each.every((one) => value(one, of)),
  any: (of, ...each) => each.some((one) => value(one, of)),
  in: (of, one, list) => value(list, of).includes(value(one, of)),
  literal: (of, list) => list,
  sqrt: (of, one) => Math.sqrt(value(one, of)),
  coalesce: (of, ...each) => each.map((one) => value(one, of)).find((one) => one !== null) ?? null,
  step: (of, input, least, ...steps) => {
    const at = value(input, of);
    return steps.reduce((found, from, index) => (index % 2 === 0 && at >= from ? steps[index + 1] : found), least);
  },
  "number-format": (of, one) => String(value(one, of)),
};

/** @param {any} expression @param {Record<string, any>} of properties */
export function value(expression, of) {
  if (!Array.isArray(expression)) return expression;
  const [name, ...rest] = expression;
  if (!(name in OPERATIONS)) throw new Error(`no such operation here: ${name}`);
  return OPERATIONS[name](of, ...rest);
}

/** The ids of the layers of `source` that draw a feature. */
export const drawing = (layers, source, of) =>
  layers.filter((layer) => layer.source === source && (layer.filter === undefined || value(layer.filter, of)))
    .map(({ id }) => id);
