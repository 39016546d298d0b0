// What can be taken away of a page as files, made here from what is drawn now: pictures and numbers. The page
// itself: static/take.js.

import { copyOf, isDiagram } from "./diagram.js";
import { element } from "./dom.js";
import { tableOf } from "./table.js";
/** @import { Part, Stage } from "./types.js" */

const HEAD = 32; // pixels above a drawing, for its name
const FINE = 2; // pixels of a picture to one of the screen
const XLINK = "http://www.w3.org/1999/xlink";

/**
 * The figures of a page by name, in the order they are seen.
 * @param {Stage} stage
 */
export function figuresOf(stage) {
  const found = [...stage.parts].filter(([, { role, node }]) => role === "figure" && node.isConnected && node.data);
  return new Map(found.sort(([, a], [, b]) => (a.node.compareDocumentPosition(b.node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)));
}

/**
 * Traces and layout of a figure as it is drawn, on the page's ground, and its size.
 * @param {Part} part
 */
async function drawn(part) {
  const { node, stage } = part;
  if (stage.moving) {
    part.show?.(stage.at); // one out of sight has been left behind
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  // While the axis moves, grounds are swapped on the screen alone.
  const seen = [...node.querySelectorAll(".imagelayer image")].map((image) => image.getAttributeNS(XLINK, "href"));
  const images = (node.layout.images ?? []).map((image, i) => ({ ...image, source: seen[i] ?? image.source }));
  const layout = { ...node.layout, images, paper_bgcolor: colour(node, "background") };
  return { data: node.data, layout, width: node.clientWidth, height: node.clientHeight };
}

const colour = (node, name) => getComputedStyle(node).getPropertyValue(`--st-${name}-color`).trim();

/**
 * @param {string} name
 * @param {Blob} content
 */
export function save(name, content) {
  const href = URL.createObjectURL(content);
  element("a", { href, download: name.replace(/[^\w.-]+/g, "_") }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** @type {(content: string, type: string) => Blob} */
export const text = (content, type) => new Blob([content], { type: `${type};charset=utf-8` });

/**
 * The name above a figure of a page.
 * @param {Stage} stage
 * @param {string} figure
 */
export const nameOf = (stage, figure) => stage.parts.get(`named.${figure}`)?.node.textContent ?? figure;

/**
 * A figure as the text of an SVG element, so many times as large; its letters are in `style`.
 * @param {Part} part
 */
async function svgOf(part, scale) {
  const { data, layout, width, height } = await drawn(part);
  const svg = isDiagram({ layout })
    ? new XMLSerializer().serializeToString(copyOf(part.node, layout.paper_bgcolor, scale))
    : await window.Plotly.toImage({ data, layout }, { format: "svg", width, height, scale }).then((address) => decodeURIComponent(address.slice(address.indexOf(",") + 1)));
  const family = layout.font.family.replaceAll('"', "'");
  const line = (text, x, y, size, looks = "") => `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}" fill="${layout.font.color}" ${looks}>${inXml(text)}</text>`;
  const sheet = (high, content) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${scale * width}" height="${high}"><style>${style}</style><rect width="100%" height="100%" fill="${layout.paper_bgcolor}"/>${content}</svg>`;
  const style = await letters(layout.font.family);
  return { svg, line, sheet, family, width: scale * width, height: scale * height };
}

/**
 * A figure under its name, as SVG.
 * @param {Part} part
 * @param {string} name
 */
export async function drawing(part, name) {
  const { svg, line, sheet, height } = await svgOf(part, 1);
  return svgBlob(sheet(HEAD + height, line(name, HEAD / 4, 0.7 * HEAD, HEAD / 2, BOLD) + svg.replace("<svg", `<svg y="${HEAD}"`)));
}

// As HTML a space that does not break is an entity that SVG does not know.
const inXml = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const BOLD = 'font-weight="600"';
const svgBlob = (text) => new Blob([text], { type: "image/svg+xml" });

const PLACES = /(?<=[/?&=.,_-])|(?<=[^/?&=.,_-]{30})/; // where a link may be broken into lines

/** @typedef {{ title: string, claim: string, claims?: string[], name: string, link: string, code?: string }} Around */

/**
 * A figure as PNG, twice as fine as on the screen, with what it needs to stand alone.
 * @param {Part} part
 * @param {Around} around
 * @returns {Promise<Blob>}
 */
export async function picture(part, around) {
  const canvas = await canvasOf(part, around);
  return new Promise((done) => canvas.toBlob((blob) => done(/** @type {Blob} */ (blob)), "image/png"));
}

/**
 * A figure and what is said around it: above it the page's title, the claim and its name, under it the link to this
 * state, with its `code` as an image if there is one. Where others follow, it has room for each of their `claims`.
 * @param {Part} part
 * @param {Around} around
 */
export async function canvasOf(part, { title, claim, claims = [claim], name, link, code }) {
  const { svg, line, sheet, family, width, height } = await svgOf(part, FINE);
  const [edge, small, large, side] = [24, 26, 40, 224];
  const pen = /** @type {CanvasRenderingContext2D} */ (element("canvas", {}).getContext("2d"));
  let y = edge;
  const lines = (text, size, looks, room, pieces = /(?<= )/) =>
    wrapped(text, (piece) => ((pen.font = `${looks ? 600 : 400} ${size}px ${family}`), pen.measureText(piece).width) <= room, pieces);
  const write = (text, size, looks, room, pieces) => lines(text, size, looks, room, pieces).map((each) => line(each, edge, (y += 1.3 * size), size, looks)).join("");
  const begun = write(title, small, "", width - 2 * edge);
  const most = Math.max(...claims.map((each) => lines(each, large, BOLD, width - 2 * edge).length));
  const below = y + 1.3 * large * most;
  const head = begun + write(claim, large, BOLD, width - 2 * edge);
  y = below + edge / 2;
  const named = write(name, 32, BOLD, width - 2 * edge);
  const figure = svg.replace("<svg", `<svg y="${(y += edge / 2)}"`);
  const foot = (y += height);
  const under = write(link, small, "", width - 3 * edge - (code ? side : 0), PLACES);
  const high = Math.ceil(Math.max(y, foot + (code ? side : 0)) + edge);
  const images = [{ address: await asAddress(svgBlob(sheet(high, head + named + figure + under))), x: 0, y: 0, width, height: high }];
  if (code) images.push({ address: code, x: width - edge - side, y: foot, width: side, height: side });
  return painted(images, width, high);
}

/**
 * A text in lines that have room; a piece that has none alone is let be.
 * @param {string} text
 * @param {(line: string) => boolean} fits
 * @param {RegExp} pieces where it may be broken
 */
export function wrapped(text, fits, pieces) {
  /** @type {string[]} */
  const lines = [];
  for (const piece of text.split(pieces)) {
    const longer = (lines.at(-1) ?? "") + piece;
    if (lines.length && fits(longer.trimEnd())) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines.map((each) => each.trimEnd());
}

async function painted(images, width, height) {
  const canvas = element("canvas", { width, height });
  const pen = canvas.getContext("2d");
  for (const { address, x, y, width: wide, height: high } of images) {
    const image = new Image();
    image.src = address;
    await image.decode();
    pen?.drawImage(image, x, y, wide, high);
  }
  return canvas;
}

/**
 * The page's own font as a style: a file has no other way to it, and labels are placed by its widths.
 * @param {string} families
 * @returns {Promise<string>}
 */
export async function letters(families) {
  if (!LETTERS.has(families)) LETTERS.set(families, await lettersOf(families));
  return LETTERS.get(families);
}
const LETTERS = new Map(); // by family, since a moving picture asks for each of its frames

/** @param {string} families */
async function lettersOf(families) {
  const family = families.split(",")[0].replaceAll('"', "");
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const face = rules.find((rule) => rule instanceof CSSFontFaceRule && rule.style.fontFamily.includes(family) && rule.style.fontStyle === "normal");
  if (!(face instanceof CSSFontFaceRule)) return "";
  const [, source] = face.style.getPropertyValue("src").match(/url\("(.+?)"\)/) ?? [];
  const address = new URL(source, face.parentStyleSheet?.href ?? document.baseURI);
  const content = await asAddress(await (await fetch(address)).blob());
  return `@font-face { font-family: "${family}"; font-weight: ${face.style.fontWeight}; src: url(${content}); }`;
}

/** @param {Blob} blob @returns {Promise<string>} */
export function asAddress(blob) {
  const reader = new FileReader();
  return new Promise((done, fail) => {
    reader.onload = () => done(String(reader.result));
    reader.onerror = fail;
    reader.readAsDataURL(blob);
  });
}

// ---- numbers ------------------------------------------------------------------------------------

/**
 * The numbers of a figure, a line for each point; of a surface, for each place.
 * @param {Part} part
 */
export async function spreadsheet(part) {
  const { traces, columns } = tableOf(await drawn(part));
  const lines = [columns.map(({ heading }) => heading), ...traces.flat().map((row) => columns.map(({ key }) => row[key]))];
  const mark = "\ufeff"; // tells spreadsheets that it is UTF-8
  return text(mark + lines.map((line) => `${line.map(cell).join(",")}\r\n`).join(""), "text/csv");
}

// What a spreadsheet would take for a formula is made text by an apostrophe.
export function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? short(value) : "";
  let said = String(value ?? "");
  if (/^[=+\-@\t\r]/.test(said) && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(said)) said = `'${said}`;
  return /[",\r\n]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said;
}

// Most numbers come in single precision: the shortest text that is the same number.
function short(value) {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = 6; digits < 9; digits += 1) {
    const found = +value.toPrecision(digits);
    if (Math.fround(found) === value) return String(found);
  }
  return String(+value.toPrecision(9));
}
