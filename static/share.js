// The link to what is on screen, and what can be taken away of it: two buttons in the page's row of
// actions, and a panel behind each.

import { OPENING, begin, isHere } from "./attend.js";
import { element, makeDialog, press } from "./dom.js";
import { drawing, figuresOf, nameOf, picture, save, spreadsheet, text } from "./files.js";
import { actionsOf } from "./head.js";
import { sign } from "./icons.js";
import { movingPicture } from "./moving.js";
import { MOST, keepPath, ownPath, site } from "./path.js";
import { pageFile } from "./take.js";
/** @import { Told } from "./take.js" */
/** @import { Part, Stage } from "./types.js" */

const PATIENCE = 60_000; // milliseconds until a question to the server has got lost
const LATE = 5_000; // milliseconds that a picture waits for the code of its link
const HIGH = 1100; // pixels of a frame that does not follow what is in it
const SMALL = 400; // characters of a link whose code can be read when it is small
/** @type {string} */
let library; // plotly.js for a file, once it was asked for
const TITLES = { Share: "a link to what is on screen", Download: "the picture, its numbers, the page" };
// In the page around a frame of ours: the frame is as high as what is in it (fit.js). Where that page lets no script of its
// own run, the frame keeps the height that it was given, which is enough.
const FOLLOWS = `<script>addEventListener("message", ({ source, data }) => { for (const frame of document.querySelectorAll("iframe")) if (frame.contentWindow === source && data?.sightglass > 0) frame.height = data.sightglass; });</script>`;
const THEMES = { "": "as the reader's system", light_theme: "light", dark_theme: "dark" }; // Streamlit's words for them
const LAYOUT = ["embed", "embed_options"]; // Streamlit's own words in a link: the page without its frame

/**
 * @param {HTMLElement} node
 * @param {Stage} stage
 * @param {Part} part
 */
export function makeShare(node, stage, part) {
  node.classList.add("sightglass-share");
  const waiting = new Map(); // by event, what the server has been asked and who waits for the answer
  let asked = 0; // how often
  /** @type {any} */
  let data = null; // what the server said last

  function ask(event, link = "") {
    return new Promise((hear, fail) => {
      const question = { said: { number: (asked += 1), link }, hear };
      waiting.set(event, question);
      part.send(event, question.said);
      setTimeout(() => waiting.get(event) === question && waiting.delete(event) && fail(new Error("The server does not answer.")), PATIENCE);
    });
  }
  /** @type {Record<string, { dialog: HTMLDialogElement, update: (data: any) => void } | null>} */
  const panels = { Share: null, Download: null };
  /** @type {Record<string, () => { dialog: HTMLDialogElement, update: (data: any) => void }>} */
  const make = { Share: () => makeLink(data, ask), Download: () => makeTake(stage, data, ask) };
  function open(name) {
    const panel = (panels[name] ??= make[name]());
    if (!panel.dialog.isConnected) node.append(panel.dialog);
    panel.update(data);
    panel.dialog.showModal();
  }
  const buttons = Object.keys(panels).map((name) => {
    const title = `${name}: ${TITLES[name]}`;
    const made = element("button", { type: "button", title, ariaHasPopup: "dialog" }, ...sign(name.toLowerCase(), name));
    made.addEventListener("click", () => open(name));
    return made;
  });
  actionsOf(stage).take.replaceChildren(...buttons);
  return {
    update(said) {
      data = said;
      for (const [event, { said: question, hear }] of waiting) {
        const answer = said.answers[event];
        if (answer?.number === question.number) {
          waiting.delete(event);
          hear(answer);
        } else part.send(event, question); // the answer has been overtaken by another picture
      }
      for (const panel of Object.values(panels)) if (panel?.dialog.open) panel.update(data);
    },
    leave() {
      for (const each of buttons) each.remove();
    },
  };
}

// ---- share --------------------------------------------------------------------------------------

// A link to just what is on screen, or to it presented, or with controls locked or hidden for a class;
// its QR code, and a frame of it for another page.
function makeLink({ title, controls, parts, embedding }, ask) {
  const link = field("Link");
  const frame = field("Code of a frame that shows it");
  const copied = element("p", { className: "said", role: "status" });
  const code = element("div", { className: "code" });
  const under = element("p", { className: "under" });
  const own = element("p", { hidden: true }, "Your own data are not in the link. Who opens it sees an example.");
  const present = element("input", { type: "checkbox" });
  const boxes = { lock: boxesFor(controls, "Lock"), hide: boxesFor({ ...controls, ...parts }, "Hide") };
  const theme = element("select", { ariaLabel: "Colours of the frame" }, ...Object.entries(THEMES).map(([name, words]) => new Option(`Colours: ${words}`, name)));
  const path = element("span", { className: "said", role: "status" });
  let drawn = null; // the link whose code is drawn, or asked for
  let late = 0; // the timer that says so, if it takes long

  const head = element("tr", {}, ...["What", "Lock", "Hide"].map((words) => element("th", { scope: "col" }, words)));
  // Most often a class is to move one control, or two.
  const all = Object.entries(boxes).map(([how, each]) =>
    press(`${{ lock: "Lock", hide: "Hide" }[how]} all but those ticked`, () => {
      for (const box of each.values()) box.checked = !box.checked;
      show();
    }),
  );
  const rows = Object.entries({ ...controls, ...parts }).map(([name, label]) =>
    element("tr", {}, element("th", { scope: "row" }, label), ...[boxes.lock, boxes.hide].map((each) => element("td", {}, each.get(name) ?? ""))),
  );
  const dialog = makeDialog(
    "Share",
    element(
      "div", { className: "sides" },
      element("div", { className: "seen" }, code, under),
      element(
        "div", { className: "choices" },
        element("p", {}, "This link opens what is on your screen, in this very state."),
        own,
        element("div", { className: "copy" }, link, copier(link, "Copy link", copied)),
        copied,
        element("div", { className: "copy" }, press("Add to my path", add), path),
        element("h3", {}, "What it opens"),
        element("label", { className: "tick" }, present, "Present: one large figure, step by step"),
        element(
          "details", {},
          element("summary", {}, "For a class: lock or hide parts of the page"),
          element("p", {}, "They are locked or hidden for those who open the link. Your own page stays as it is."),
          element("div", { className: "copy" }, ...all),
          element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)),
        ),
        element("h3", {}, "A class that follows"),
        element("div", { className: "copy" }, press("Open a room", () => {
          dialog.close();
          begin();
        }), element("span", { className: "said" }, "Phones see what you show, and guess before it is shown.")),
        element("h3", {}, "In a course page"),
        ...(embedding
          ? [element("p", {}, "No other site may show this page yet. Who serves it names the site that may:"), element("pre", {}, embedding)]
          : [element("div", { className: "copy" }, frame, copier(frame, "Copy code", copied), theme)]),
      ),
    ),
  );
  dialog.addEventListener("change", show);

  function address(...more) {
    const found = new URL(location.href);
    const say = (name, words) => {
      if ((found.searchParams.get(name) ?? "") === words) return; // as the page itself writes it
      if (words) found.searchParams.set(name, words);
      else found.searchParams.delete(name);
    };
    for (const name of LAYOUT) say(name, "");
    say("present", present.checked ? "true" : "");
    for (const [how, each] of Object.entries(boxes)) say(how, [...each].filter(([, box]) => box.checked).map(([name]) => name).join());
    for (const [name, words] of more) say(name, words);
    return found.href;
  }
  // A path of the visitor's own, which the home page lays out and gives away.
  function add() {
    const [home, own] = [site(), ownPath()];
    if (own.stops.length >= MOST) {
      path.textContent = `A path has at most ${MOST} stops.`;
      return;
    }
    const stop = { link: link.value.slice(home.length), minutes: 5, say: claimed() };
    keepPath({ ...own, stops: [...own.stops, stop] });
    path.replaceChildren(`${own.stops.length + 1} ${own.stops.length ? "stops" : "stop"}. `, element("a", { href: home }, "See it at home"));
  }
  const claimed = () => (document.querySelector(".stage h2")?.textContent ?? title).slice(0, 120);
  function show() {
    const framed = `<iframe src="${escaped(address(["embed", "true"], ["embed_options", theme.value]))}" title="${escaped(title)}" width="100%" height="${HIGH}" frameborder="0" loading="lazy"></iframe>${FOLLOWS}`;
    if (frame.value !== framed) copied.textContent = "";
    frame.value = framed;
    const now = address();
    if (link.value === now) return;
    link.value = under.textContent = now;
    draw(now);
  }
  async function draw(now) {
    drawn = now;
    if (isHere(location.hostname)) {
      code.replaceChildren(element("p", {}, "This address opens on this machine alone, so there is no code for the room. To let the room in, start the app with this machine's own address in place of 192.168.1.20:"), element("pre", {}, OPENING));
      return;
    }
    const said = element("p", {}, "Drawing the code.");
    clearTimeout(late);
    late = setTimeout(() => code.replaceChildren(said), 500);
    const { image, problem } = await ask("code", now).catch(({ message }) => ({ problem: message }));
    if (drawn !== now) return;
    clearTimeout(late);
    said.textContent = problem ?? "";
    code.replaceChildren(problem ? said : element("img", { src: image, alt: "QR code of the link" }));
  }
  return {
    dialog,
    update(data) {
      own.hidden = !data.own;
      if (!dialog.open) {
        // the page's own choices are in its link already
        const said = new URL(location.href).searchParams;
        present.checked = said.get("present") === "true";
        for (const [how, each] of Object.entries(boxes)) {
          const names = said.getAll(how).join().split(",");
          for (const [name, box] of each) box.checked = names.includes(name);
        }
      }
      show();
    },
  };
}

function boxesFor(called, words) {
  return new Map(Object.entries(called).map(([name, label]) => [name, element("input", { type: "checkbox", ariaLabel: `${words} ${label}` })]));
}

const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

function field(label) {
  const made = element("input", { type: "text", readOnly: true, ariaLabel: label });
  made.addEventListener("focus", () => made.select());
  return made;
}

// Copies a field's text; where the browser does not let us, leaves it selected for the visitor to copy.
function copier(from, words, said) {
  const made = element("button", { type: "button", textContent: words, autofocus: true });
  made.addEventListener("click", async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(from.value);
    } catch {
      from.focus();
      from.select();
      done = document.execCommand("copy");
    }
    said.textContent = done ? "Copied" : "Selected. Press Ctrl+C, or Cmd+C, to copy.";
  });
  return made;
}

// ---- download -----------------------------------------------------------------------------------

/**
 * What of the page is taken away as files.
 * @param {Stage} stage
 * @param {any} data
 * @param {(event: string, link?: string) => Promise<any>} ask
 */
function makeTake(stage, { stage: stem, title, question, presets, steps }, ask) {
  const figure = element("select", { id: "sightglass-taken" });
  const shows = element("p", { className: "shows" });
  const said = element("p", { className: "said", role: "status" });
  let figures = new Map();
  let buttons = [];

  // `act` says at the end what came of it.
  function action(words, act) {
    const made = element("button", { type: "button", textContent: words });
    made.addEventListener("click", async () => {
      for (const each of buttons) each.disabled = true;
      said.textContent = "Making the file.";
      try {
        said.textContent = await act();
      } catch (problem) {
        said.textContent = `The file could not be made. ${/** @type {Error} */ (problem).message}`;
      }
      for (const each of buttons) each.disabled = false;
      made.focus({ preventScroll: true });
    });
    return made;
  }
  // `make` gives a file's name and its content.
  const file = (words, make) => action(words, async () => {
    const [name, content] = await make();
    save(name, content);
    return `${name} is in your downloads.`;
  });
  // What the chosen figure needs to stand alone. Without an answer in time it has the link as words alone.
  async function around() {
    const [link, claim] = [location.href, stage.parts.get("claim")?.node.querySelector("h2")?.textContent ?? question];
    const late = new Promise((done) => setTimeout(done, LATE, {}));
    const useless = link.length > SMALL || isHere(location.hostname);
    const { image } = useless ? {} : await Promise.race([ask("code", link), late]);
    return { title: `${title} · Sightglass`, claim, name: nameOf(stage, figure.value), link, code: image };
  }
  const whole = async () => picture(chosen(), await around());
  async function copy() {
    const made = whole();
    try {
      // the picture is still to come: some browsers let a page copy only within the click
      await navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
    } catch {
      await made; // what is wrong with it is said as of a file
      return "This browser does not let a page copy a picture. Save it by Picture (PNG), and insert the file.";
    }
    return "Copied. Paste it into a slide, a document or a message.";
  }
  const named = (ending) => `${stem}-${figure.value}.${ending}`;
  const chosen = () => figures.get(figure.value);
  const script = async (name, type) => {
    const found = await ask("script", location.href);
    return text(found[name], type);
  };
  const fetchLibrary = async () => (await ask("library")).library;
  /**
   * A file of what the server tells of these, one after the other.
   * @param {[name: string, called: string][]} asked
   * @param {(name: string) => Promise<any>} ask
   */
  async function pageOf(asked, ask) {
    library ??= await fetchLibrary();
    /** @type {[string, Told][]} */
    const told = [];
    for (const [name, called] of asked) {
      said.textContent = `Making the file: ${told.length + 1} of ${asked.length}, ${called}.`;
      told.push([name, await ask(name)]);
    }
    const look = /** @type {HTMLElement} */ (dialog.closest(".sightglass"));
    return pageFile({ title, question, told, names: Object.fromEntries(asked), library, look });
  }
  const row = (...children) => element("div", { className: "files" }, ...children);
  const dialog = makeDialog(
    "Download",
    element("h3", {}, element("label", { htmlFor: figure.id }, "A figure")),
    figure,
    shows,
    row(
      file("Picture (PNG)", async () => [named("png"), await whole()]),
      action("Copy picture", copy),
      file("Moving picture (GIF)", async () => [named("gif"), await movingPicture(stage, chosen(), await around(), (words) => said.textContent === words || (said.textContent = words))]),
      file("Drawing (SVG)", async () => [named("svg"), await drawing(chosen(), nameOf(stage, figure.value))]),
      file("Numbers (CSV)", async () => [named("csv"), await spreadsheet(chosen())]),
    ),
    element("h3", {}, "The page as it is now"),
    element("p", {}, "A file of 2 to 5 MB that works without a network: the axis moves, and the presets are there. The lesson is a handout to print, a step in each row."),
    row(
      file("Page (HTML)", async () => [`${stem}.html`, await pageOf([["", "what is on screen"], .../** @type {[string, string][]} */ (Object.entries(presets))], (name) => ask("state", name))]),
      file("Lesson (HTML)", async () => [`${stem}-lesson.html`, await pageOf(steps.map((id, i) => [id, `step ${i + 1}`]), (name) => ask("lesson", name))]),
    ),
    element("h3", {}, "The code, with the values on screen"),
    row(
      file("Script (.py)", async () => [`${stem}.py`, await script("script", "text/x-python")]),
      file("Notebook (.ipynb)", async () => [`${stem}.ipynb`, await script("notebook", "application/x-ipynb+json")]),
    ),
    said,
  );
  buttons = [...dialog.querySelectorAll(".files button")];
  const describe = () => (shows.textContent = chosen()?.node.layout.meta?.shows ?? "");
  figure.addEventListener("change", describe);
  return {
    dialog,
    update() {
      figures = figuresOf(stage);
      const before = figure.value;
      figure.replaceChildren(...[...figures.keys()].map((name) => new Option(nameOf(stage, name), name)));
      if (figures.has(before)) figure.value = before;
      describe();
      if (!dialog.open) said.textContent = "";
    },
  };
}
