// Pictures one after the other as an animated GIF: the one moving picture that slides of every kind show.
//
// Format: CompuServe (1990), Graphics Interchange Format 89a. All frames share one palette, and of a frame only what
// differs from the one before is written.

const COLOURS = 255; // and one for "as before"
const BEFORE = 255;
const BITS = 8; // of a colour's number
const LONGEST = 4096; // codes

/** @typedef {{ width: number, height: number, pixels: Uint32Array }} Picture pixels as RGBA, four bytes each */

/**
 * At most 255 colours that pictures can be painted with: the mean of each of the most frequent of 32,768 shades.
 * @param {Picture[]} pictures
 */
export function paletteOf(pictures) {
  const [count, ...sums] = Array.from({ length: 4 }, () => new Float64Array(32_768));
  for (const { pixels } of pictures) {
    for (const pixel of pixels) {
      const shade = shadeOf(pixel);
      count[shade] += 1;
      for (let i = 0; i < 3; i += 1) sums[i][shade] += (pixel >> (8 * i)) & 255;
    }
  }
  const most = [...count.keys()].filter((shade) => count[shade]).sort((a, b) => count[b] - count[a]).slice(0, COLOURS);
  return most.map((shade) => sums.map((sum) => Math.round(sum[shade] / count[shade])));
}

// Five bits of each of red, green and blue.
const shadeOf = (pixel) => ((pixel >> 3) & 31) | ((pixel >> 6) & 992) | ((pixel >> 9) & 31_744);

/**
 * Writes frame after frame.
 * @param {number} width
 * @param {number} height
 * @param {number[][]} palette
 */
export function makeGif(width, height, palette) {
  const table = [...palette, ...Array.from({ length: 256 - palette.length }, () => [0, 0, 0])].flat();
  const nearest = new Int16Array(32_768).fill(-1); // the colour of each shade
  const looped = [0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, 0, 0, 0];
  /** @type {Uint8Array[]} */
  const pieces = [new Uint8Array([...ascii("GIF89a"), ...short(width), ...short(height), 0xf7, 0, 0, ...table, ...looped])];
  let last = new Uint8Array(0); // the colours of the frame before

  /** @param {number} pixel */
  function colourOf(pixel) {
    const shade = shadeOf(pixel);
    if (nearest[shade] >= 0) return nearest[shade];
    const own = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    let [best, far] = [0, Infinity];
    palette.forEach((colour, i) => {
      const off = colour.reduce((sum, each, k) => sum + (each - own[k]) ** 2, 0);
      if (off < far) [best, far] = [i, off];
    });
    return (nearest[shade] = best);
  }
  return {
    /**
     * @param {Picture} picture
     * @param {number} hundredths of a second that it is seen
     */
    add({ pixels }, hundredths) {
      const colours = Uint8Array.from(pixels, colourOf);
      const written = last.length ? colours.map((colour, i) => (colour === last[i] ? BEFORE : colour)) : colours;
      last = colours;
      const control = [0x21, 0xf9, 4, 0b0101, ...short(hundredths), BEFORE, 0];
      pieces.push(new Uint8Array([...control, 0x2c, 0, 0, 0, 0, ...short(width), ...short(height), 0, BITS]), blocks(packed(written)));
    },
    /** How many frames it has so far, and bytes. */
    count: () => (pieces.length - 1) / 2,
    size: () => pieces.reduce((sum, { length }) => sum + length, 0),
    file: () => new Blob(/** @type {BlobPart[]} */ ([...pieces, new Uint8Array([0x3b])]), { type: "image/gif" }),
  };
}

const ascii = (words) => Array.from(words, (each) => each.charCodeAt(0));
const short = (number) => [number & 255, number >> 8];

/**
 * Numbers of colours compressed by the variant of Lempel, Ziv and Welch that GIF has: codes grow from 9 to 12 bits.
 * @param {Uint8Array} numbers
 */
export function packed(numbers) {
  const [clear, end] = [1 << BITS, (1 << BITS) + 1];
  const found = new Uint8Array(2 * numbers.length + 16);
  const known = new Int16Array(LONGEST << BITS); // of a code and the number after it, the code for both
  let [next, size, held, bits, length] = [end + 1, BITS + 1, 0, 0, 0];
  function write(code) {
    held |= code << bits;
    for (bits += size; bits >= 8; bits -= 8) {
      found[length++] = held & 255;
      held >>>= 8;
    }
  }
  write(clear);
  let code = numbers[0];
  for (let i = 1; i < numbers.length; i += 1) {
    const both = (code << BITS) | numbers[i];
    if (known[both]) {
      code = known[both];
      continue;
    }
    write(code);
    code = numbers[i];
    if (next === LONGEST) {
      write(clear);
      known.fill(0);
      [next, size] = [end + 1, BITS + 1];
    } else {
      if (next === 1 << size) size += 1;
      known[both] = next++;
    }
  }
  write(code);
  if (next === 1 << size && size < 12) size += 1; // who reads has another code by now
  write(end);
  if (bits) found[length++] = held;
  return found.subarray(0, length);
}

/**
 * Bytes in blocks of at most 255, each after its length; one of none ends them.
 * @param {Uint8Array} bytes
 */
function blocks(bytes) {
  const count = Math.ceil(bytes.length / 255);
  const found = new Uint8Array(bytes.length + count + 1);
  for (let i = 0; i < count; i += 1) {
    const block = bytes.subarray(255 * i, 255 * (i + 1));
    found[256 * i] = block.length;
    found.set(block, 256 * i + 1);
  }
  return found;
}
