import assert from "node:assert/strict";
import { test } from "node:test";

import { makeGif, packed, paletteOf } from "../../static/gif.js";

/** What was packed, read as the format says: codes grow once the next would not fit, up to 12 bits. */
function unpacked(bytes) {
  const found = [];
  let [table, size, before, bits, held, at] = [[], 9, null, 0, 0, 0];
  for (;;) {
    while (bits < size) {
      held |= bytes[at++] << bits;
      bits += 8;
    }
    const code = held & ((1 << size) - 1);
    held >>>= size;
    bits -= size;
    if (code === 257) return found;
    if (code === 256) {
      [table, size, before] = [Array.from({ length: 258 }, (_, i) => [i]), 9, null];
      continue;
    }
    const entry = table[code] ?? [...before, before[0]];
    found.push(...entry);
    if (before && table.length < 4096) table.push([...before, entry[0]]);
    if (table.length === 1 << size && size < 12) size += 1;
    before = entry;
  }
}

test("what is packed is read again as it was: one colour, few, and so many that the codes begin anew", () => {
  let seed = 1;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const long = (most, count) => Uint8Array.from({ length: count }, () => Math.floor(random() * most));
  for (const numbers of [Uint8Array.of(7), new Uint8Array(5000), long(3, 40_000), long(256, 30_000)]) assert.deepEqual(unpacked(packed(numbers)), [...numbers]);
  for (let count = 250; count < 800; count += 1) assert.equal(unpacked(packed(long(256, count))).length, count);
});

const rgba = (r, g, b) => (r | (g << 8) | (b << 16) | (255 << 24)) >>> 0;

test("the colours are the most frequent, each as it is", () => {
  const pixels = Uint32Array.from([...Array(5).fill(rgba(255, 255, 255)), ...Array(3).fill(rgba(213, 94, 0)), rgba(0, 114, 178)]);
  assert.deepEqual(paletteOf([{ width: 9, height: 1, pixels }]), [[255, 255, 255], [213, 94, 0], [0, 114, 178]]);
});

test("a frame that is like the one before costs next to nothing", () => {
  const pixels = Uint32Array.from({ length: 10_000 }, (_, i) => rgba((i * 37) % 256, (i * 11) % 256, 0));
  const picture = { width: 100, height: 100, pixels };
  const gif = makeGif(100, 100, paletteOf([picture]));
  gif.add(picture, 8);
  const once = gif.size();
  gif.add(picture, 8);
  assert.ok(gif.size() - once < 300, `${gif.size() - once} bytes`);
  assert.equal(gif.count(), 2);
});
