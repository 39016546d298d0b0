// The page as a file that needs nothing else: the states that the server told of it, plotly.js, and of our own
// scripts those that draw and move them (static/offline.js).

import { element } from "./dom.js";
import { asAddress, letters, text } from "./files.js";

const MOST = 3_000_000; // characters of all states; plotly.js takes two million more
const OWN = "offline.js"; // where it begins

/** @typedef {{ sheet: string, reel?: string }} Told a state as the server tells it: see ui/travel.py */

/**
 * What does not change from file to file.
 * @param {HTMLElement} look whose colours and letters it has
 */
export async function frameOf(look) {
  const [live, own] = await Promise.all(["live.css", "offline.css"].map(source));
  const said = getComputedStyle(look);
  const named = new Set(`${live}${own}`.match(/--st-[\w-]+/g));
  const values = [...named].map((name) => `${name}: ${said.getPropertyValue(name)};`).join(" ");
  const scheme = said.colorScheme === "dark" ? "dark" : "light";
  return { style: `${await letters(said.getPropertyValue("--st-font"))}\n:root { color-scheme: ${scheme}; ${values} }\n${live}\n${own}`, scripts: await base64(JSON.stringify({ imports: await scripts() })) };
}

/** @param {string} name of one of our own files */
async function source(name) {
  return (await fetch(new URL(name, import.meta.url))).text();
}

// Our own scripts by their names, as addresses that hold them. They name each other without the folder: in a file
// there is none.
async function scripts() {
  /** @type {Record<string, string>} */
  const found = {};
  const left = [OWN];
  for (let name = left.pop(); name; name = left.pop()) {
    if (name in found) continue;
    const bare = (await source(name)).replace(/^(import .*?from )"\.\/(.+?)";/gm, (_, begin, other) => {
      left.push(other);
      return `${begin}"${other}";`;
    });
    found[name] = `data:text/javascript;charset=utf-8,${encodeURIComponent(bare)}`;
  }
  return found;
}

/**
 * Text compressed by gzip, as base64.
 * @param {string} words
 */
async function base64(words) {
  const packed = await new Response(new Blob([words]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
  const address = await asAddress(packed);
  return address.slice(address.indexOf(",") + 1);
}

/**
 * The states that a file has room for: the first always, and of the others those that fit. Two that are the same are
 * one, by the name that is a preset's.
 * @param {[name: string, told: Told][]} told
 * @param {number} room in characters
 */
export function fitting(told, room) {
  const size = ([, { sheet, reel = "" }]) => sheet.length + reel.length;
  const [[, now], ...others] = told;
  const same = others.find(([, each]) => each.sheet === now.sheet && each.reel === now.reel);
  const first = same ?? told[0];
  let left = room - size(first);
  const kept = [first];
  for (const each of others) {
    if (each === same || size(each) > left) continue;
    left -= size(each);
    kept.push(each);
  }
  return { kept, out: others.filter((each) => !kept.includes(each)).map(([name]) => name) };
}

/**
 * The file. `library` is plotly.js, compressed by gzip, as base64: the file unpacks it itself.
 * `names` are what its states are called.
 * @param {{ title: string, question: string, told: [string, Told][], names: Record<string, string>, library: string, look: HTMLElement }} page
 */
export async function pageFile({ title, question, told, names, library, look }) {
  const { style, scripts } = await frameOf(look);
  const { kept, out } = fitting(told, MOST);
  const left = out.length ? [element("p", { className: "muted out" }, `A file has no room for all presets. Left out: ${out.map((name) => names[name]).join(", ")}.`)] : [];
  const from = element("p", { className: "muted" }, "Made with Sightglass. ", element("a", { href: location.href }, "This page, live"));
  const head = [element("h1", {}, title), element("p", { className: "muted" }, question)];
  const body = element("main", {}, ...head, element("div", { className: "sightglass page" }), ...left, from);
  return text(whole({ title, body: body.outerHTML, style, states: JSON.stringify(Object.fromEntries(kept)), library, scripts, nonce: crypto.getRandomValues(new Uint32Array(4)).join("-") }), "text/html");
}

const escaped = (words) => element("p", { textContent: words }).innerHTML;

// Nothing is fetched, and no script runs but those that know the word.
const whole = ({ title, body, style, states, library, scripts, nonce }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
${body}
<noscript>Open this file in a browser: it is drawn by its own scripts.</noscript>
<script type="application/json" id="states">${states.replaceAll("<", "\\u003c")}</script>
<script type="text/plain" id="library">${library}</script>
<script type="text/plain" id="scripts">${scripts}</script>
<script nonce="${nonce}">
const { nonce } = document.currentScript;
const unpacked = (id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
const run = (type, textContent) => document.head.append(Object.assign(document.createElement("script"), { type, nonce, textContent }));
const letters = [...document.fonts].map((font) => font.load()); // labels are measured as they are placed
Promise.all([unpacked("library"), unpacked("scripts"), ...letters]).then(([library, scripts]) => {
  run("text/javascript", library);
  run("importmap", scripts);
  run("module", 'import "${OWN}";');
});
</script>
</body>
</html>
`;
