// Stories for the questions about what somebody did: a bank of them by question, one written and counted, one told by the
// clock. All of it stays in this browser: nothing here sends anything.

import { clock, counted, inShort, parted, PARTS, told } from "./counts.js";
import { bothStories, readStories, STORIES } from "./done.js";
import { element, press } from "./dom.js";
import { save, text } from "./files.js";
import { stored } from "./visit.js";
/** @import { Story } from "./done.js" */

/** @typedef {{ questions: Record<string, { ask: string, listens: string, then: string[] }>, then: string[] }} Data */

const TARGET = 120; // seconds
const FIELDS = {
  s: ["Situation", "Where, when, and what was at stake"],
  t: ["Task", "What you were to reach, and by when"],
  a: ["Action", "What you did: one decision, and what you decided against"],
  r: ["Result", "A number with its unit and its base; then what you learned"],
};
const PROBLEMS = {
  off: "This browser does not let pages keep anything: your stories last until you close this page. Download them if you want them back.",
  full: "This browser has no room left: your stories last until you close this page. Download them if you want them back.",
  damaged: "What this browser has kept of your stories cannot be read, and is left as it is. What you write now lasts until you close this page.",
};

/** @type {Data} */
let data = { questions: {}, then: [] };
/** @type {HTMLElement | null} */
let root = null;
/** @type {Record<string, Story>} */
let stories = {};
/** @type {"" | keyof typeof PROBLEMS} */
let problem = "";
/** @type {{ name: string, story: Story } | null} */
let deleted = null;
let open = ""; // the story that is on screen
let stop = () => {}; // the clock that runs

/**
 * @param {{ data: Data, parentElement: HTMLElement }} mounted by Streamlit
 * @param {string} styles where they are
 */
export function mount(mounted, styles) {
  const node = /** @type {HTMLElement} */ (mounted.parentElement.querySelector(".sightglass-stories"));
  if (!document.head.querySelector(`link[href="${styles}"]`)) document.head.append(element("link", { rel: "stylesheet", href: styles }));
  if (node.dataset.drawn) return; // what is being written stays as it is
  node.dataset.drawn = "true";
  if (root === null) {
    addEventListener("storage", hear);
    addEventListener("beforeprint", () => root?.isConnected && root.querySelector(".paper")?.replaceChildren(...paper()));
  }
  [data, root, open] = [mounted.data, node, ""];
  take();
  drawBank();
}

// ---- what is kept ---------------------------------------------------------------------------------

/** Takes what the browser keeps. */
function take() {
  /** @type {string | null} */
  let kept = null;
  try {
    kept = localStorage.getItem(STORIES);
  } catch {
    problem = "off";
  }
  const found = readStories(kept);
  if (found === null) problem = "damaged";
  else {
    stories = problem ? bothStories(found, stories) : found; // what could not be kept is here alone
    if (problem === "damaged") problem = "";
  }
}

/** Another tab has written. */
function hear({ key, storageArea }) {
  if (!root?.isConnected || storageArea !== localStorage || (key !== STORIES && key !== null)) return;
  const found = readStories(localStorage.getItem(STORIES));
  if (found === null) return;
  const mine = open && stories[open] ? { [open]: stories[open] } : {};
  stories = { ...found, ...mine }; // what is on screen is not changed under the writer's hands
  if (!open) drawBank();
}

/** Keeps that story, or null to let go of it, beside what other tabs have kept. @param {string} name @param {Story | null} story */
function keep(name, story) {
  if (story) stories[name] = story;
  else delete stories[name];
  if (problem === "damaged") return;
  const before = problem;
  try {
    const all = { ...readStories(localStorage.getItem(STORIES)), [name]: story };
    if (story === null) delete all[name];
    localStorage.setItem(STORIES, JSON.stringify({ stories: all }));
    problem = "";
  } catch (wrong) {
    problem = /** @type {Error} */ (wrong).name === "QuotaExceededError" ? "full" : "off";
  }
  if (problem !== before) root?.querySelector(".problem")?.replaceWith(problemOf());
}

const problemOf = () => element("p", { className: "problem", role: "status", hidden: !problem }, problem && PROBLEMS[problem]);

const isEmpty = (story) => !story.title.trim() && PARTS.every((part) => !story[part].trim());

/** What a story is called. @param {Story} story */
function titleOf(story) {
  const first = story.title.trim() || PARTS.map((part) => story[part].trim()).find(Boolean) || "Untitled";
  return first.length > 60 ? `${first.slice(0, 57)}...` : first;
}

const named = () => Object.entries(stories).sort(([, one], [, other]) => Date.parse(other.changed) - Date.parse(one.changed));

// ---- the bank -------------------------------------------------------------------------------------

/** The questions, each with its stories, and what can be done with all of them. */
function drawBank() {
  stop();
  open = "";
  const all = named();
  const asked = Object.entries(data.questions);
  const has = asked.filter(([question]) => all.some(([, story]) => story.questions.includes(question)));
  const free = all.filter(([, story]) => !story.questions.some((question) => question in data.questions));
  const undo = deleted && press("Undo", () => {
    if (deleted) keep(deleted.name, deleted.story);
    deleted = null;
    drawBank();
  });
  show(
    element("p", { className: "sum" }, element("b", {}, `${has.length} of ${asked.length} questions have a story`), all.length ? `${all.length} ${all.length === 1 ? "story" : "stories"}` : ""),
    ...(undo && deleted ? [element("p", { role: "status" }, `“${titleOf(deleted.story)}” is deleted. `, undo)] : []),
    ...asked.map(([question, { ask, listens }]) => {
      const own = all.filter(([, story]) => story.questions.includes(question));
      const write = press(own.length ? "Another one" : "Write one", () => drawStory(begin([question])));
      return element("section", { className: own.length ? "question" : "question none" },
        element("h2", {}, ask), element("p", { className: "listens" }, listens),
        element("p", { className: "own" }, ...(own.length ? own.map(chip) : [element("span", { className: "missing" }, "No story yet")]), write));
    }),
    ...(free.length ? [element("section", { className: "question" }, element("h2", {}, "For no question yet"), element("p", { className: "own" }, ...free.map(chip)))] : []),
    element("p", { className: "acts" },
      press("New story", () => drawStory(begin([]))),
      ...(all.length ? [press("Print", () => print()), press("Download as text", () => save(`stories-${new Date().toISOString().slice(0, 10)}.txt`, text(inText(), "text/plain")))] : []),
      ...(problem === "damaged" ? [press("Begin anew", anew)] : [])),
    element("p", { className: "kept" }, "Your stories are kept in this browser alone, and nothing of them is sent. The file under ", element("a", { href: new URL(".", document.baseURI).href }, "what you have done"), " takes them along."),
  );
}

/** @param {[string, Story]} named */
function chip([name, story]) {
  const made = press(titleOf(story), () => drawStory(name));
  made.append(element("span", {}, ` ${inShort(story)}${story.told === null ? "" : `, told in ${clock(story.told)}`}`));
  made.className = "story";
  return made;
}

/** Lets go of what cannot be read. */
function anew() {
  stored(() => localStorage.removeItem(STORIES));
  problem = "";
  for (const [name, story] of Object.entries(stories)) keep(name, story);
  drawBank();
}

/** A new story for those questions; it is kept once it has a word. @param {string[]} questions */
function begin(questions) {
  const name = Date.now().toString(36) + Math.floor(Math.random() * 1e6).toString(36);
  stories[name] = { title: "", s: "", t: "", a: "", r: "", questions, told: null, changed: new Date().toISOString() };
  return name;
}

// ---- a story --------------------------------------------------------------------------------------

/** One story, to be written and counted. @param {string} name */
function drawStory(name) {
  stop();
  open = name;
  deleted = null;
  const story = stories[name];
  const counts = element("dl");
  const then = element("ul");
  const said = element("p", { className: "aloud", role: "status" });
  const short = element("p", { className: "short", ariaHidden: "true" });
  const count = () => {
    short.textContent = inShort(story);
    counts.replaceChildren(...told(counted(story)).flatMap(([what, much, held]) => [element("dt", {}, what), element("dd", {}, element("b", {}, much), element("span", {}, held))]));
  };
  const ask = () => then.replaceChildren(...[...data.then, ...story.questions.flatMap((question) => data.questions[question]?.then ?? [])].map((each) => element("li", {}, each)));
  const changed = () => {
    story.changed = new Date().toISOString();
    count();
    if (!isEmpty(story)) keep(name, story);
  };
  const title = element("input", { type: "text", maxLength: 120, value: story.title, placeholder: "What you will call it", ariaLabel: "Title" });
  title.addEventListener("input", () => { story.title = title.value; changed(); });
  const fields = PARTS.map((part) => {
    const [word, hint] = FIELDS[part];
    const field = element("textarea", { value: story[part], maxLength: 10_000, rows: part === "a" ? 7 : 4, spellcheck: true });
    field.addEventListener("input", () => { story[part] = field.value; changed(); });
    field.addEventListener("paste", (event) => {
      const draft = PARTS.every((each) => !story[each].trim()) ? parted(event.clipboardData?.getData("text") ?? "") : null;
      if (!draft) return;
      event.preventDefault();
      Object.assign(story, draft);
      changed();
      drawStory(name);
    });
    return element("label", {}, element("b", {}, word), element("span", {}, hint), field);
  });
  const choices = Object.entries(data.questions).map(([question, { ask: words }]) => {
    const box = element("input", { type: "checkbox", checked: story.questions.includes(question) });
    box.addEventListener("change", () => {
      story.questions = box.checked ? [...story.questions, question] : story.questions.filter((each) => each !== question);
      changed();
      ask();
    });
    return element("label", {}, box, words);
  });
  const back = press("All stories", () => {
    if (isEmpty(story)) keep(name, null);
    drawBank();
  });
  const drop = press("Delete", () => {
    keep(name, null);
    deleted = isEmpty(story) ? null : { name, story };
    drawBank();
  });
  show(
    element("p", { className: "acts" }, back, press("Tell it", () => drawTelling(name)), press("Print", () => print()), drop),
    element("div", { className: "desk" },
      element("div", { className: "draft" }, title, ...(PARTS.every((part) => !story[part].trim()) ? [element("p", { className: "hint" }, "A whole draft that is pasted into an empty field is laid out in the four parts.")] : []), ...fields,
        element("fieldset", {}, element("legend", {}, "It answers"), ...choices)),
      element("aside", { ariaLabel: "Counts" }, element("h2", {}, "Counted"), counts, said,
        element("h2", {}, "Then they ask"), then)),
    short,
  );
  said.textContent = story.told === null ? "" : `Told last in ${clock(story.told)}.`;
  count();
  ask();
  title.focus({ preventScroll: true });
}

/** One story, to be told by the clock, without its words unless they are asked for. @param {string} name */
function drawTelling(name) {
  const story = stories[name];
  let [before, since] = [0, performance.now()];
  const seconds = () => before + (since ? (performance.now() - since) / 1000 : 0);
  const time = element("output", { className: "time" });
  const bar = element("i");
  const aloud = element("p", { className: "aloud", role: "status" });
  const pause = press("Pause", () => {
    [before, since] = since ? [seconds(), 0] : [before, performance.now()];
    pause.textContent = since ? "Pause" : "Go on";
    tick();
  });
  const tick = () => {
    const passed = seconds();
    time.textContent = clock(passed);
    bar.style.width = `${Math.min(passed / TARGET, 1) * 100}%`;
    time.classList.toggle("over", passed > TARGET);
    const news = passed >= TARGET ? `${TARGET / 60} minutes are over.` : "";
    if (aloud.textContent !== news) aloud.textContent = news;
    if (!time.isConnected) stop();
  };
  const end = () => {
    story.told = Math.floor(seconds()); // as the clock said
    story.changed = new Date().toISOString();
    if (!isEmpty(story)) keep(name, story);
    drawStory(name);
  };
  const asked = story.questions.map((question) => data.questions[question]?.ask).filter(Boolean);
  show(
    element("section", { className: "telling" },
      element("h2", {}, asked[0] ?? titleOf(story)),
      ...(asked.length ? [element("p", { className: "listens" }, titleOf(story))] : []),
      element("p", { className: "face" }, time, element("span", {}, `of ${clock(TARGET)}`)), element("div", { className: "bar" }, bar), aloud,
      element("p", { className: "acts" }, press("Done", end), pause, press("Leave", () => drawStory(name))),
      element("details", {}, element("summary", {}, "Look at the words"), ...full(story))),
  );
  const ticking = setInterval(tick, 250);
  stop = () => { clearInterval(ticking); stop = () => {}; };
  tick();
  root?.querySelector("button")?.focus({ preventScroll: true });
}

// ---- on paper, as text ----------------------------------------------------------------------------

/** @param {Story} story */
const full = (story) => PARTS.filter((part) => story[part].trim()).flatMap((part) => [element("h3", {}, FIELDS[part][0]), element("p", { className: "words" }, story[part].trim())]);

/** What is printed: the story on screen, or all. */
function paper() {
  const shown = open ? [/** @type {[string, Story]} */ ([open, stories[open]])] : named();
  return shown.map(([, story]) => element("article", {}, element("h2", {}, titleOf(story)), element("p", { className: "listens" }, inShort(story)),
    ...story.questions.map((question) => element("p", {}, data.questions[question]?.ask ?? "")), ...full(story)));
}

function inText() {
  return named().map(([, story]) => [titleOf(story), ...story.questions.map((question) => data.questions[question]?.ask ?? ""), "", ...PARTS.flatMap((part) => [`${FIELDS[part][0]}:`, story[part].trim(), ""])].join("\n")).join("\n\n");
}

/** @param {...Node} nodes */
function show(...nodes) {
  root?.replaceChildren(problemOf(), element("div", { className: "screen" }, ...nodes), element("div", { className: "paper" }));
  const main = document.querySelector("[data-testid=stMain]");
  if (main && main.scrollTop > 200) main.scrollTop = 0;
}
