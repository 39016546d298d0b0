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
