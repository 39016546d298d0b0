// Positions among the stops of a scale.

/**
 * The stops of a control whose steps are alike; its upper end is always one.
 * @param {{ low: number, high: number, step: number }} control
 */
export function evenly({ low, high, step }) {
  const count = Math.floor((high - low) / step + 1e-9);
  const found = Array.from({ length: count + 1 }, (_, i) => +(low + i * step).toFixed(10));
  return found[found.length - 1] < high ? [...found, high] : found;
}

/**
 * Where among the stops a value stands: a whole number at a stop, a fraction between two.
 * @param {number[]} stops
 * @param {number} value
 */
export function place(stops, value) {
  const above = stops.findIndex((stop) => stop >= value);
  if (above <= 0) return above === 0 ? 0 : stops.length - 1;
  return above - (stops[above] - value) / (stops[above] - stops[above - 1]);
}

/**
 * Which of the stops is nearest to a value.
 * @param {number[]} stops
 * @param {number} value
 */
export function nearest(stops, value) {
  const gaps = stops.map((stop) => Math.abs(stop - value));
  return gaps.indexOf(Math.min(...gaps));
}

/**
 * Where things of those widths begin on a line, rising, so that none lies over another and each is as near as it can be
 * to its centre. They have room: together they are no longer than the line.
 * @param {number[]} centres rising
 * @param {number[]} widths
 * @param {number} length of the line
 */
export function spread(centres, widths, length) {
  /** @type {{ wanted: number[], width: number, left: number }[]} those that touch, as one: where each would have it begin */
  const blocks = [];
  centres.forEach((centre, i) => {
    let block = { wanted: [centre - widths[i] / 2], width: widths[i], left: 0 };
    for (;;) {
      const mean = block.wanted.reduce((sum, each) => sum + each) / block.wanted.length;
      block.left = Math.min(Math.max(mean, 0), length - block.width);
      const before = blocks.at(-1);
      if (!before || before.left + before.width <= block.left) break;
      blocks.pop();
      block = { wanted: [...before.wanted, ...block.wanted.map((each) => each - before.width)], width: before.width + block.width, left: 0 };
    }
    blocks.push(block);
  });
  let i = 0;
  return blocks.flatMap(({ wanted, left }) => wanted.map(() => (left += widths[i++]) - widths[i - 1]));
}

/** Where a control's value stands on its slider, by its scale: even, by decades, by log-odds. */
export const ON_SLIDER = {
  /** @param {number} value */
  linear: (value) => value,
  log: Math.log10,
  /** @param {number} share */
  logit: (share) => Math.log(share / (1 - share)),
};
