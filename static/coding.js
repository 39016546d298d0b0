// The Coding page: the katas as a list, one of them to be written and run, and a round of two against the clock. What
// is written is kept in this browser at every key, is run by it, and goes nowhere else.

import { isDrawable, makeBeside } from "./beside.js";
import { button, element, press } from "./dom.js";
import { remember, done } from "./done.js";
import { makeEditor } from "./editor.js";
import { go, isPlain } from "./go.js";
import { drawRound, makeClock, RATINGS } from "./round.js";
import { makeRunner, sentence } from "./runner.js";
import { codeOf, keepCode } from "./code.js";
/** @import { Picture } from "./beside.js" */
/** @import { Checked, Told } from "./runner.js" */

/**
 * A kata, as katas/listed.py has it.
 * @typedef {{ name: string, title: string, minutes: number, section: string, concept: string, page: string, statement: string,
 *   edges: string[], cost: string, checks: { says: string }[], bugs: string[], follow_ups: { ask: string, answer: string }[],
 *   starter: string, solution: string, file: string, notebook: string, picture: boolean }} Kata
 */

const HERE = "coding";
const NARROW = 900; // pixels: there the editor stands below the words
/** @type {Promise<{ imports: string[], katas: Kata[] }> | null} */
let fetched = null;
const fetchKatas = () => (fetched ??= fetch(new URL("katas.json", import.meta.url)).then((answer) => answer.json()));
let [dark, plotly] = [false, ""];
/** @type {ReturnType<typeof makeRunner> | null} */
let runner = null;
let leave = () => {}; // what is drawn now
/** @type {(() => void) | null} */
let again = null; // draws what the link asks for

// Back and Forward: Streamlit says nothing to a part whose data stay the same.
globalThis.addEventListener?.("popstate", () => again?.());

/**
 * @param {{ data: { dark: boolean }, parentElement: HTMLElement }} mounted by Streamlit
 * @param {{ styles: string, plotly: string }} files where they are
 */
export function mount({ data, parentElement }, files) {
  const { styles } = files;
  plotly = files.plotly;
  const node = /** @type {HTMLElement} */ (parentElement.querySelector(".sightglass-coding"));
  if (!document.head.querySelector(`link[href="${styles}"]`)) document.head.append(element("link", { rel: "stylesheet", href: styles }));
  again = () => node.isConnected && location.pathname.endsWith(`/${HERE}`) && mount({ data: { dark }, parentElement }, files);
  const drawn = `${location.search} ${data.dark}`;
  if (node.dataset.drawn === drawn) return;
  node.dataset.drawn = drawn;
  dark = data.dark;
  runner ??= makeRunner(new URL("python.js", import.meta.url).href);
  fetchKatas().then((all) => draw(node, all), () => {
    fetched = null;
    node.dataset.drawn = "";
    node.replaceChildren(element("p", {}, "The server cannot be reached just now. ", press("Try again", () => mount({ data, parentElement }, files))));
  });
}

export function unmount() {
  leave();
  again = null;
  runner?.close();
  runner = null;
}

/**
 * What the link asks for.
 * @param {HTMLElement} node
 * @param {{ imports: string[], katas: Kata[] }} all
 */
function draw(node, all) {
  const asked = new URLSearchParams(location.search);
  const name = asked.get("kata");
  const seed = asked.get("round");
  const kata = all.katas.find((each) => each.name === name);
  leave();
  leave = () => {};
  /** @param {string} query */
  const open = (query) => {
    history.pushState(null, "", new URL(HERE + query, document.baseURI).href);
    node.dataset.drawn = `${location.search} ${dark}`;
    draw(node, all);
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  };
  if (kata) drawKata(node, all, kata, open);
  else if (seed && /^[1-9]\d{0,3}$/.test(seed)) leave = drawRound(node, all.katas, Number(seed), open, (place, each, heard) => workshop(place, all, each, { round: true, heard }));
  else drawList(node, all.katas, open, name === null && seed === null ? "" : "There is no such kata; here are all.");
}

/** A link of this page, opened in place. @param {string} query @param {(query: string) => void} open */
function linkTo(query, open, className, ...children) {
  const made = element("a", { className, href: new URL(HERE + query, document.baseURI).href }, ...children);
  made.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    open(query);
  });
  return made;
}

/** A link to another page of ours. @param {string} stem @param {string} words */
function pageLink(stem, words) {
  const made = element("a", { href: new URL(stem, document.baseURI).href }, words);
  made.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(made.href);
  });
  return made;
}

/** Text with code between backticks. @param {string} text */
const worded = (text) => text.split("`").map((each, i) => (i % 2 ? element("code", {}, each) : each));

/** What each function of a starter takes and returns, as terms and what they mean. @param {string} starter */
function contract(starter) {
  return [...starter.matchAll(/^def (\w+\(.*?\)):\n\s+"""(.*?)"""/gms)].flatMap(([, call, says]) => [element("dt", {}, element("code", {}, call)), element("dd", {}, ...says.trim().split(/\n\s*\n/).map((each) => element("p", {}, ...worded(each.replace(/\s+/g, " ")))))]);
}

// --- the list ------------------------------------------------------------------------------------

/**
 * @param {HTMLElement} node
 * @param {Kata[]} katas
 * @param {(query: string) => void} open
 * @param {string} problem
 */
function drawList(node, katas, open, problem) {
  const solved = done()[HERE]?.solved ?? [];
  const { texts, ratings } = codeOf();
  const sections = grouped(katas);
  node.replaceChildren(
    element("p", { className: "intro" }, "Functions that interviews have you write from scratch. Write one in plain Python and run it: in this browser, and nowhere else."),
    ...(problem ? [element("p", { className: "problem" }, problem)] : []),
    element("p", { className: "acts" },
      press("A round of two katas", () => open(`?round=${1 + Math.floor(Math.random() * 9999)}`)),
      element("span", {}, `${katas.filter(({ name }) => solved.includes(name)).length} of ${katas.length} solved`)),
    ...[...sections].map(([section, own]) =>
      element("section", {}, element("h2", {}, section), element("div", { className: "row" }, ...own.map((kata) => {
        const rated = RATINGS[ratings[kata.name]?.rating];
        const state = solved.includes(kata.name) ? "✓ solved" : rated ? `rated: ${rated.toLowerCase()}` : texts[kata.name] ? "begun" : "";
        return linkTo(`?kata=${kata.name}`, open, "kata", element("b", {}, kata.title), element("span", {}, `${kata.minutes} minutes`), element("span", { className: "state" }, state));
      })))),
  );
}

/** @param {Kata[]} katas */
function grouped(katas) {
  /** @type {Map<string, Kata[]>} */
  const made = new Map();
  for (const kata of katas) made.set(kata.section, [...(made.get(kata.section) ?? []), kata]);
  return made;
}

// --- a kata --------------------------------------------------------------------------------------

/**
 * @param {HTMLElement} node
 * @param {{ imports: string[], katas: Kata[] }} all
 * @param {Kata} kata
 * @param {(query: string) => void} open
 */
function drawKata(node, all, kata, open) {
  const at = all.katas.indexOf(kata);
  const next = all.katas[(at + 1) % all.katas.length];
  const clock = makeClock(kata.minutes * 60, null);
  const place = element("div", { className: "workshop" });
  node.replaceChildren(
    element("div", { className: "head" },
      linkTo("", open, "back", "All katas"),
      element("h2", {}, kata.title),
      element("span", { className: "of" }, `${kata.minutes} minutes · `, pageLink(kata.concept, kata.page)),
      clock.node,
      linkTo(`?kata=${next.name}`, open, "next", "Next kata")),
    place,
  );
  const shut = workshop(place, all, kata, { round: false, heard: () => {} });
  leave = () => {
    clock.stop();
    shut();
  };
}

/**
 * What is to be done, the editor, and what came of it. In a round solution and answers are kept back, and the text is
 * the round's own.
 * @param {HTMLElement} place
 * @param {{ imports: string[], katas: Kata[] }} all
 * @param {Kata} kata
 * @param {{ round: boolean, heard: (passed: number) => void }} how
 */
function workshop(place, all, kata, { round, heard }) {
  const kept = round ? `${kata.name}@round` : kata.name;
  const told = element("div", { className: "told", role: "status" });
  const printed = element("pre", { className: "printed", hidden: true, tabIndex: 0, ariaLabel: "Printed" });
  const results = element("ol", { className: "results" });
  const keepsNothing = element("p", { className: "problem", hidden: true }, "This browser keeps nothing: what you write goes when the page goes. Take a copy.");
  const editor = makeEditor({ changed: (text) => (keepsNothing.hidden = keepCode(kept, text === kata.starter ? null : text)), run: () => void run() });
  const [start, stop] = [press("Run", () => void run()), press("Stop", () => runner?.stop())];
  start.className = "primary";
  start.title = "Ctrl+Enter";
  stop.disabled = true;
  const anew = press("Start anew", () => editor.replace(kata.starter));
  anew.title = "The signature alone; undo brings your code back";
  const beside = makeBeside(plotly);
  /** @type {Promise<Picture> | null} */
  let pictured = null;
  const fetchPicture = () => (pictured ??= fetch(new URL(`kata/${kata.name}?dark=${dark}`, document.baseURI)).then((answer) => answer.json()));
  editor.show(codeOf().texts[kept] ?? kata.starter);

  /** @param {string} words @param {string} kind */
  const tell = (words, kind) => {
    told.textContent = words;
    told.className = `told ${kind}`;
  };
  async function run() {
    if (!runner) return;
    const source = editor.text;
    let [passed, failed] = [0, 0];
    let begun = "";
    let said = false;
    editor.mark(null);
    results.replaceChildren();
    printed.textContent = "";
    printed.hidden = true;
    [start.disabled, stop.disabled] = [true, false];
    tell("Running …", "");
    beside.wait();
    /** @param {Told} news */
    const hear = (news) => {
      if (news.begun) begun = news.begun;
      if (news.printed) {
        printed.hidden = false;
        printed.append(news.printed);
      }
      if (news.check) {
        if (news.check.passed) passed++;
        else failed++;
        const row = resultOf(news.check, source, all.imports);
        if (news.check.passed) results.append(row);
        else results.insertBefore(row, results.querySelector(".passed")); // what failed stands first
        if (news.check.problem && failed === 1) editor.mark(news.check.problem.places[0]?.[0] ?? null);
      }
      if (news.problem) {
        said = true;
        tell(sentence(news.problem, all.imports), "wrong");
        editor.mark(news.problem.places[0]?.[0] ?? null);
        results.append(element("li", { className: "failed" }, ...traceOf(news.problem, source)));
      }
      if (news.much) {
        said = true;
        tell("It prints without end: it was stopped, and what is shown is the beginning.", "wrong");
      }
      if (news.broke) {
        said = true;
        tell(`Python in this browser gave up: ${news.broke}.`, "wrong");
      }
    };
    const end = await runner.run({ source, checks: kata.checks }, hear);
    [start.disabled, stop.disabled] = [false, true];
    if (!place.isConnected) return;
    if (end === "killed") tell(`It ran for ${runner ? runner.limit / 1000 : 5} seconds and was stopped${begun ? `, in the check “${begun}”` : ", before the first check"}. Does a loop end?`, "wrong");
    else if (end === "stopped") tell("Stopped.", "");
    else if (end === "failed") tell("Python does not start in this browser. Take the file away and run it on your machine.", "wrong");
    else if (!said) {
      const all_ = kata.checks.length;
      if (passed === all_) {
        tell(`All ${all_} checks passed.`, "right");
        if (!round) remember(HERE, [[HERE, kata.name]]);
      } else tell(`${passed} of ${all_} checks passed. The first that failed is open below.`, "wrong");
    }
    if (kata.picture && end === "over" && !said) void drawBeside(source);
    else beside.hide();
    results.querySelector(".failed details")?.setAttribute("open", "");
    heard(passed);
  }

  /** In a run of its own: what it takes is not taken from the checks. @param {string} source */
  async function drawBeside(source) {
    const picture = await fetchPicture().catch(() => (pictured = null));
    if (!picture || !runner || !place.isConnected || start.disabled) return;
    const yours = picture.frames.map(() => undefined);
    stop.disabled = false;
    const end = await runner.run({ source, checks: [], picture: { given: picture.given, call: picture.call, frames: picture.frames.length } }, ({ frame, yours: found }) => {
      if (frame !== undefined && isDrawable(found, picture.kind)) yours[frame] = found;
    });
    if (end === "stopped" || !place.isConnected) return;
    stop.disabled = true;
    beside.show(picture, yours, dark, end === "killed");
  }

  const shown = element("pre", { className: "solution", hidden: true, tabIndex: 0, ariaLabel: "Solution" }, kata.solution);
  const show = press("Show the solution", () => {
    shown.hidden = !shown.hidden;
    show.textContent = shown.hidden ? "Show the solution" : "Hide the solution";
  });
  place.replaceChildren(
    element("div", { className: "task" },
      element("p", {}, ...worded(kata.statement)),
      Object.assign(folded("What each function returns", element("dl", { className: "contract" }, ...contract(kata.starter))), { open: innerWidth > NARROW }),
      element("h3", {}, "Think first of"),
      element("ul", {}, ...kata.edges.map((each) => element("li", {}, ...worded(each))))),
    element("div", { className: "bench" },
      editor.node,
      element("div", { className: "acts" }, start, stop, anew, editor.hint),
      keepsNothing, told, printed, results),
    element("div", { className: "seen" }, beside.node),
    element("div", { className: "more" },
      ...(round ? [] : [
        folded("Time and memory", element("p", {}, ...worded(kata.cost))),
        folded("Usual bugs", element("ul", {}, ...kata.bugs.map((each) => element("li", {}, ...worded(each))))),
        folded("Follow-ups", ...kata.follow_ups.flatMap(({ ask, answer }) => [element("p", { className: "ask" }, ...worded(ask)), element("p", {}, ...worded(answer))])),
        element("div", { className: "acts" }, show),
        shown,
        folded("With NumPy, on your machine",
          element("p", {}, "One file with the same checks, which hand over arrays. Write in it and run it."),
          element("div", { className: "acts" }, button(`Download ${kata.name}.py`, ".py", () => save(`${kata.name}.py`, kata.file)), button(`Download ${kata.name}.ipynb`, ".ipynb", () => save(`${kata.name}.ipynb`, kata.notebook)))),
      ])),
  );
  runner?.prepare();
  return () => runner?.stop();
}

/** @param {string} name @param {string} text */
function save(name, text) {
  const link = element("a", { download: name, href: URL.createObjectURL(new Blob([text])) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function folded(name, ...children) {
  return element("details", {}, element("summary", {}, name), ...children);
}

/**
 * A check: what went in, what was expected, what came; of what passed folded.
 * @param {Checked} check
 * @param {string} source
 * @param {string[]} imports
 */
function resultOf({ says, passed, input, expected, got, problem }, source, imports) {
  const rows = [["input", input], ["expected", expected], ["got", got]].flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]);
  const words = passed || !problem ? [] : [element("p", {}, sentence(problem, imports)), ...traceOf(problem, source)];
  return element("li", { className: passed ? "passed" : "failed" }, element("details", {}, element("summary", {}, `${passed ? "✓" : "✗"} ${says}`), element("dl", {}, ...rows), ...words));
}

/**
 * The lines of the code that an error came through, the last first.
 * @param {{ places: [number, string][] }} problem
 * @param {string} source
 */
function traceOf({ places }, source) {
  const lines = source.split("\n");
  const told = places.filter((each, i) => i === 0 || String(each) !== String(places[i - 1])).slice(0, 6);
  return told.length ? [element("pre", { className: "trace" }, told.map(([line, name]) => `line ${line}${name && name !== "<module>" ? `, in ${name}` : ""}\n    ${lines[line - 1]?.trim() ?? ""}`).join("\n"))] : [];
}
