// The home page: today's idea, doors for those who come with little time, what there is to go on with, and a tile for
// each concept. What it lists is one file for everybody (content/contents.py); its pictures come when they are in sight.

import { element, press } from "./dom.js";
import { CARDS, DONE, done, dueOf, forget, PLAN, restore, written } from "./done.js";
import { save } from "./files.js";
import { go, isPlain } from "./go.js";
import { fromText, keepPath, left, ownPath, packed, site, unpacked, walk, walked } from "./path.js";
import { toCome } from "./plan.js";
import { changed } from "./reel.js";
import { makeSketch } from "./sketch.js";
import { stored } from "./visit.js";

const [IDEA, TILE] = [260, 96]; // pixels
const [SWEEP, LATER] = [2600, 2500]; // milliseconds
const MOST_BYTES = 1_000_000; // of a file
const RING = "http://www.w3.org/2000/svg";
/** @type {Promise<any> | null} */
let fetched = null;
let dark = false;

const fetchContents = () => (fetched ??= fetch(new URL("contents.json", import.meta.url)).then((answer) => answer.json()));
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const plural = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

/**
 * @param {{ data: { idea: string, dark: boolean }, parentElement: HTMLElement }} mounted by Streamlit
 * @param {{ styles: string, next: string[] }} files where they are; `next`: of the page that is opened next
 */
export function mount({ data, parentElement }, { styles, next }) {
  const node = /** @type {HTMLElement} */ (parentElement.querySelector(".sightglass-home"));
  if (!document.head.querySelector(`link[href="${styles}"]`)) document.head.append(element("link", { rel: "stylesheet", href: styles }));
  if (node.dataset.drawn === JSON.stringify(data)) return;
  node.dataset.drawn = JSON.stringify(data);
  dark = data.dark;
  setTimeout(() => document.head.append(...next.map((href) => element("link", { rel: "modulepreload", href }))), LATER);
  fetchContents().then((all) => draw(node, all, data.idea), () => {
    fetched = null;
    node.dataset.drawn = "";
    node.replaceChildren(element("p", {}, "The server cannot be reached just now. ", press("Try again", () => mount({ data, parentElement }, { styles, next }))));
  });
}

// In the evening the visitor's system turns dark, and Streamlit with it: the pictures are fetched anew.
if (typeof matchMedia === "function") matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.querySelector(".sightglass-home") && location.reload());

function draw(node, { sections, paths }, idea) {
  const tiles = sections.flatMap((section) => section.tiles);
  const pages = tiles.map(({ stem }) => stem);
  const today = tiles.find(({ stem }) => stem === idea) ?? tiles[0];
  const given = element("div", { className: "given" });
  const onward = element("div", { className: "onward" });
  const foot = element("footer");
  const again = () => {
    goOn(onward, tiles, walked());
    for (const each of node.querySelectorAll(".tile")) ring(each, tiles.find(({ stem }) => stem === each.dataset.stem));
  };
  node.replaceChildren(
    given,
    heroOf(today),
    element("nav", { className: "doors", ariaLabel: "Where to begin" },
      linkTo(`${today.stem}?${today.stem}.preset=start`, "door", element("b", {}, "I have five minutes"), element("span", {}, today.title)),
      ...paths.slice(0, 3).map((path) => doorOf(path))),
    joinForm(),
    onward,
    element("div", { className: "parts", id: "concepts" }, ...sections.map(({ name, tiles: own }, i) => sectionOf(name, own, i))),
    element("section", { className: "paths" }, element("h2", {}, "Paths"), element("div", { className: "doors" }, ...paths.slice(3).map((path) => doorOf(path)))),
    foot,
    element("nav", { className: "foot", ariaLabel: "Pages" },
      press("Concepts", () => document.querySelector("#concepts")?.scrollIntoView()),
      press("Search", () => /** @type {HTMLElement | null} */ (document.querySelector(".sightglass-to-search button"))?.click()),
      linkTo("interview", "", "Interview"), linkTo("flashcards", "", "Cards")),
  );
  keeps(foot, pages, again);
  offer(given, paths, pages);
  again();
  addEventListener("storage", ({ key }) => node.isConnected && (key === null || key === DONE || key === CARDS) && again());
}

/** A link of ours, opened within the visit. */
function linkTo(link, className, ...children) {
  const made = element("a", { className, href: new URL(link, document.baseURI).href }, ...children);
  made.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(made.href);
  });
  return made;
}

// ---- pictures -------------------------------------------------------------------------------------

/** A concept's small picture as it stands, or with its whole axis. @param {string} stem @param {boolean} sweep */
async function fetchTile(stem, sweep) {
  const asked = new URLSearchParams({ ...(sweep && { sweep: "true" }), ...(dark && { dark: "true" }) });
  const answer = await fetch(new URL(`tile/${stem}?${asked}`, document.baseURI));
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/** @param {HTMLElement} node @param {number} height */
function pictureIn(node, height) {
  const sketch = makeSketch(node);
  new ResizeObserver(() => sketch.resize()).observe(node);
  return (drawn) => sketch.update({ ...drawn, height });
}

/** Today's idea: its claim, its picture, and its axis, which is dragged here as on its page. */
function heroOf({ stem, title }) {
  const claim = element("p", { className: "claim" }, "\u00a0");
  const place = element("div", { className: "picture", style: /** @type {any} */ (`height: ${IDEA}px`) });
  const slider = element("input", { type: "range", min: "0", max: "1", step: "1", disabled: true });
  const value = element("output");
  const label = element("label", {}, element("span", {}, title), slider, value);
  const show = pictureIn(place, IDEA);
  let sweep = /** @type {any} */ (null);
  let due = 0;
  const at = (stop) => {
    slider.value = String(stop);
    slider.setAttribute("aria-valuetext", sweep.texts[stop]);
    value.textContent = sweep.texts[stop];
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => {
      const drawn = changed({ claim: sweep.claim, figure: sweep.figure, alt: sweep.alt }, sweep.tracks, stop);
      claim.textContent = drawn.claim;
      show(drawn);
    });
  };
  slider.addEventListener("input", () => at(Number(slider.value)));
  const drag = (event) => {
    if (!sweep || !(event.buttons & 1)) return;
    const { left: from, width } = place.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - from) / width, 0), 1);
    at(nearest(sweep.places, share));
  };
  place.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") return; // who scrolls must not drag
    place.setPointerCapture(event.pointerId);
    drag(event);
  });
  place.addEventListener("pointermove", drag);
  fetchTile(stem, false).then((drawn) => {
    if (sweep) return;
    claim.textContent = drawn.claim;
    show(drawn);
  }).catch(() => {}).then(() => fetchTile(stem, true)).then((said) => {
    sweep = said;
    slider.max = String(said.texts.length - 1);
    slider.disabled = false;
    /** @type {HTMLElement} */ (label.firstChild).textContent = said.label;
    at(said.at);
  }).catch(() => { claim.textContent = "The picture cannot be fetched just now."; });
  const state = `${stem}?${stem}.preset=start`;
  return element(
    "section", { className: "idea", ariaLabel: "Today's idea" },
    element("header", {}, element("h2", {}, title), element("span", {}, "Today's idea")),
    claim, place, label,
    element("div", { className: "more" }, linkTo(state, "open", "Open"), linkTo(`${stem}?predict=true`, "guess", "Guess first")),
  );
}

/** The stop whose place is nearest to that share of the way. @param {number[]} places @param {number} share */
export function nearest(places, share) {
  return places.reduce((best, place, i) => (Math.abs(place - share) < Math.abs(places[best] - share) ? i : best), 0);
}

/** The way a sweep goes: from where it stands to the end, to the beginning, and back. @param {number} at @param {number} last @param {number} share */
export function swept(at, last, share) {
  const way = 2 * last * share; // in stops, there and back
  const upwards = last - at;
  if (way <= upwards) return Math.round(at + way);
  if (way <= upwards + last) return Math.round(last - (way - upwards));
  return Math.round(way - upwards - last);
}

function sectionOf(name, tiles, i) {
  const row = element("div", { className: "row" }, ...tiles.map((tile) => tileOf(tile)));
  const made = element("section", { className: "part" }, element("h2", {}, name), row);
  made.style.setProperty("--hue", String((i * 47 + 25) % 360));
  made.style.setProperty("--tiles", String(tiles.length));
  return made;
}

/** A concept: the whole tile is a link, and plays its sweep once when it is pointed at. */
function tileOf(tile) {
  const place = element("div", { className: "picture", style: /** @type {any} */ (`height: ${TILE}px`) });
  const made = linkTo(tile.stem, "tile", place, element("b", {}, tile.title), element("span", { className: "asks" }, tile.question), element("span", { className: "ring" }));
  made.dataset.stem = tile.stem;
  const show = pictureIn(place, TILE);
  /** @type {any} */
  let standing = null;
  new IntersectionObserver((seen, sight) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    sight.disconnect();
    fetchTile(tile.stem, false).then((drawn) => show((standing = drawn)), () => made.classList.add("missing"));
  }, { rootMargin: "200px" }).observe(made);
  let playing = 0;
  const rest = () => {
    cancelAnimationFrame(playing);
    playing = 0;
    if (standing) show(standing);
  };
  const play = () => {
    if (playing || still()) return;
    playing = -1; // on its way
    fetchTile(tile.stem, true).then((said) => {
      if (playing !== -1) return;
      const begun = performance.now();
      const frame = (now) => {
        const share = (now - begun) / SWEEP;
        if (share >= 1) return show(standing ?? said);
        const stop = swept(said.at, said.texts.length - 1, Math.max(share, 0));
        show(changed({ claim: said.claim, figure: said.figure, alt: said.alt }, said.tracks, stop));
        playing = requestAnimationFrame(frame);
      };
      playing = requestAnimationFrame(frame);
    }, () => { playing = 0; });
  };
  made.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && play());
  made.addEventListener("focus", () => made.matches(":focus-visible") && play());
  made.addEventListener("pointerleave", rest);
  made.addEventListener("blur", rest);
  return made;
}

/** How much was done there: a third of the ring each for seen, guessed and solved. */
function ring(node, { stem, guesses, challenges }) {
  const { seen = "", guessed = {}, solved = [] } = done()[stem] ?? {};
  const made = Object.keys(guessed).length;
  const parts = [seen ? 1 : 0, guesses ? Math.min(made / guesses, 1) : 0, challenges ? Math.min(solved.length / challenges, 1) : 0];
  const place = node.querySelector(".ring");
  place.replaceChildren();
  if (!seen && !made && !solved.length) return;
  const svg = document.createElementNS(RING, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  parts.forEach((share, i) => {
    for (const [className, much] of [["to-do", 1], ["done", share]]) {
      if (!much) continue;
      const arc = document.createElementNS(RING, "circle");
      for (const [name, value] of Object.entries({ class: className, cx: 12, cy: 12, r: 9, pathLength: 3, "stroke-dasharray": `${0.86 * Number(much)} 3`, transform: `rotate(${i * 120 - 82} 12 12)` })) arc.setAttribute(name, String(value));
      svg.append(arc);
    }
  });
  const said = `seen, guessed ${made} of ${guesses}, solved ${solved.length} of ${challenges}`;
  place.append(svg, element("span", { className: "aloud" }, ` (${said})`));
  place.title = said;
}

// ---- onward ---------------------------------------------------------------------------------------

/** What was begun: a path, challenges that are left, cards that are due. */
function goOn(node, tiles, walking) {
  const all = done();
  const found = [];
  if (walking) {
    const { path, at } = walking;
    found.push(press(`${path.title}: stop ${at + 1} of ${path.stops.length}, ${left(path, at)} min left`, () => walk(path, at)));
  }
  const plan = toCome(stored(() => localStorage.getItem(PLAN)), new Date());
  if (plan) found.push(linkTo(plan.link, "", `Plan: ${plural(plan.days, "day")} to the interview`));
  const due = dueOf(stored(() => localStorage.getItem(CARDS)), new Date());
  if (due) found.push(linkTo("flashcards", "", `${plural(due, "card")} due`));
  const begun = tiles
    .filter(({ stem, challenges }) => all[stem]?.seen && all[stem].solved.length < challenges)
    .sort((one, other) => (all[one.stem].seen < all[other.stem].seen ? 1 : -1));
  for (const { stem, title, challenges } of begun.slice(0, 2)) found.push(linkTo(stem, "", `${title}: ${all[stem].solved.length} of ${plural(challenges, "challenge")}`));
  node.replaceChildren(...(found.length ? [element("h2", {}, "Go on"), ...found] : []));
}

// ---- paths ----------------------------------------------------------------------------------------

function doorOf(path) {
  const made = press("", () => walk(path, 0));
  made.className = "door";
  made.title = path.says;
  made.replaceChildren(element("b", {}, path.door), element("span", {}, `${path.title}: ${plural(path.stops.length, "stop")}, ${left(path, 0)} min`));
  return made;
}

/** Where a pupil types the code of a room. */
function joinForm() {
  const code = element("input", { maxLength: 12, autocomplete: "off", autocapitalize: "characters", spellcheck: false, required: true });
  const form = element("form", { className: "join" }, element("label", {}, "Code of a room", code), element("button", { type: "submit" }, "Join"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(new URL(`room/${encodeURIComponent(code.value.trim())}`, site()).href);
  });
  return form;
}

/** A path that the address bar asks for: by its name, or as somebody has put it together. */
function offer(node, paths, pages) {
  const asked = new URLSearchParams(location.search).get("path");
  if (!asked) return;
  try {
    lay(node, paths.find(({ name }) => name === asked) ?? unpacked(asked, pages, site()), false);
  } catch (problem) {
    node.replaceChildren(element("p", { role: "alert" }, `The path of this link cannot be opened: ${/** @type {Error} */ (problem).message}.`));
  }
}

/** A path laid out: its stops, and where it begins. */
function lay(node, path, own) {
  const link = new URL(`?path=${packed(path)}`, site()).href;
  const said = element("span", { role: "status" });
  const copy = press("Copy its link", () => navigator.clipboard.writeText(link).then(
    () => { said.textContent = "Copied"; },
    () => { said.replaceChildren(element("input", { readOnly: true, value: link, ariaLabel: "Link of the path" })); },
  ));
  node.replaceChildren(
    element("section", { className: "laid", ariaLabel: `Path: ${path.title}` },
      element("h2", {}, path.title),
      element("p", {}, `${plural(path.stops.length, "stop")}, ${left(path, 0)} minutes`),
      element("ol", {}, ...path.stops.map((stop, i) => {
        const to = press(stop.say || stop.link, () => walk(path, i));
        return element("li", {}, to, element("span", {}, ` ${stop.minutes} min`));
      })),
      element("div", { className: "acts" }, press("Begin", () => walk(path, 0)), copy, ...(own ? [press("Let go of it", () => { keepPath({ title: "My path", stops: [] }); node.replaceChildren(); })] : []), said)),
  );
}

// ---- what is kept ---------------------------------------------------------------------------------

/** Take away, bring back, forget; and a path from a file. */
function keeps(node, pages, again) {
  const said = element("p", { role: "status" });
  const tell = (words) => { said.replaceChildren(words); };
  const laid = element("div");
  const opener = (words, accept, use) => {
    const input = element("input", { type: "file", accept, hidden: true, ariaLabel: words });
    input.addEventListener("change", async () => {
      const [file] = input.files ?? [];
      input.value = "";
      if (!file) return;
      try {
        if (file.size > MOST_BYTES) throw new Error("it is larger than 1 MB");
        use(await file.text(), file.name);
      } catch (problem) {
        tell(`${file.name} was not opened: ${/** @type {Error} */ (problem).message}. Nothing has changed.`);
      }
    });
    return [press(words, () => input.click()), input];
  };
  const ask = () => {
    const yes = press("Yes, forget it", () => {
      forget();
      location.assign(site()); // the server's own memory of this visit goes with it
    });
    said.replaceChildren("Everything that was seen, guessed, solved, rated and written in this browser is forgotten. Download it first if you may want it back. ", yes, " ", press("No", () => tell("")));
    yes.focus();
  };
  node.replaceChildren(
    element("p", {}, "What you have seen, guessed, solved and rated, and your stories, are kept in this browser alone."),
    element("div", { className: "acts" },
      press("Download it", () => save(`sightglass-${new Date().toISOString().slice(0, 10)}.json`, new Blob([written()], { type: "application/json" }))),
      ...opener("Restore it from a file", ".json,application/json", (text, name) => { restore(text); again(); tell(`${name} is restored.`); }),
      press("Forget everything", ask),
      ...opener("Open a path from a text file", ".txt,text/plain", (text) => { const path = fromText(text, pages, site()); keepPath(path); lay(laid, path, true); laid.scrollIntoView({ block: "nearest" }); })),
    said, laid,
  );
  if (ownPath().stops.length) lay(laid, ownPath(), true);
}
