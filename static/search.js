// Search: any word of what people write about the concepts, however it is inflected, and nearly as it is spelt.
//
// It is loaded when it is first asked for (menu.js), and then the index (content/index.py), of which each row is a
// concept, a situation, a question, a word or a kata, with the link that opens it.

import { button, element } from "./dom.js";
import { go } from "./go.js";

/** @typedef {{ group: string, says: string, page: string, query?: string, also?: string[], more?: string[] }} Row */
/** @typedef {{ row: Row, score: number }} Found */
/**
 * @typedef {object} Index
 * @property {Row[]} rows
 * @property {Map<string, string>} stems of each word that is said somewhere
 * @property {Map<string, Map<number, number>>} said by stem: the numbers of rows that say it, and with what weight
 * @property {Set<string>[][]} names of each row, as stems
 */

const ABOVE = "../../"; // this file is live/<version>/search.js, as the app's own address has it
/** What is shown of each group, best first. @type {Record<string, number>} */
const MOST = { Concept: 3, Situation: 4, Question: 4, Word: 3, Kata: 2 };
const NEAREST = 3; // concepts, where nothing fits
/** How much a row counts by what it is. @type {Record<string, number>} */
const WORTH = { Concept: 1, Situation: 0.8, Question: 0.7, Word: 0.9, Kata: 0.75 };
const [NAMED, TOLD] = [3, 1]; // the weight of a word in a row's names, and in what more it says
const WHOLE = 1.6; // times as much, where all of a name is asked for
const [BEST, REST] = [0.6, 0.15]; // what a concept gets of the scores of its rows
const [BEGUN, MISSPELT] = [0.75, 0.6]; // how much a word counts that is not quite the one asked for
const FEW = 0.3; // of a number
const EMPTY = new Set(("a about an and are as at be by can could do does did explain find for from give has have help how i if in is it its me mean means "
  + "model models my need of on one or should show so tell than that the their then there this to too use used using was we what when where which who why will "
  + "with without would you your vs versus").split(" "));

// ---- words --------------------------------------------------------------------------------------

/**
 * The words of a text in lower case, without accents; British spelling is American.
 * @param {string} text
 */
export function words(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’]s?\b/g, "").toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?<=\w{3})our(?=s?$|ed|ing|ite)/, "or").replace(/is(?=(e[ds]?|ing|ations?)$)/, "iz"));
}

/** Endings, the longest first, and what stands in their place. @type {[RegExp, string][]} */
const ENDINGS = [
  [/ies$/, "y"], [/(?<=[sxz]|ch|sh)es$/, ""], [/(?<![sui]|ia)s$/, ""], [/(?<=bia|u)ses$/, "s"],
  [/(ifications?|ifiers?|ified|ifying)$/, "ify"], [/(izations?|izers?|ized?|izing)$/, ""],
  [/(ations?|ators?|ated?|ating)$/, ""], [/(ions?|ors?|ings?|ingly|ed|ers?|ment|ness|ly|ity)$/, ""], [/e$/, ""],
];

/**
 * What is common to the forms of a word, roughly: enough to find "overfitting" by "overfits".
 * @param {string} word
 */
export function stem(word) {
  let cut = word;
  for (const [ending, instead] of ENDINGS) {
    const shorter = cut.replace(ending, instead);
    if (shorter.length >= 3) cut = shorter;
  }
  return cut.replace(/([bdfglmnprt])\1$/, "$1");
}

/** @type {(word: string) => boolean} */
const isNumber = (word) => /^\d+$/.test(word);

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make one word the other; more
 * than `most` is as good as any.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last] = [/** @type {number[]} */ ([]), Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

// ---- the index ----------------------------------------------------------------------------------

/**
 * @param {Row[]} rows
 * @returns {Index}
 */
export function makeIndex(rows) {
  const [stems, said] = [new Map(), new Map()];
  const names = rows.map(({ says, also = [] }) => [says, ...also].map((name) => new Set(words(name).map(stem))));
  /** @type {(word: string, row: number, weight: number) => void} */
  const note = (word, row, weight) => {
    if (!stems.has(word)) stems.set(word, stem(word));
    const at = stems.get(word);
    if (!said.has(at)) said.set(at, new Map());
    said.get(at).set(row, Math.max(weight, said.get(at).get(row) ?? 0));
  };
  rows.forEach(({ says, also = [], more = [] }, row) => {
    for (const name of [says, ...also]) {
      const all = words(name);
      for (const word of all) note(word, row, NAMED);
      if (all.length === 2) note(all.join(""), row, NAMED); // "crossvalidation"
    }
    for (const line of more) for (const word of words(line)) note(word, row, TOLD);
  });
  return { rows, stems, said, names };
}

/**
 * The stems of the words that may be meant by one, each with how much it counts.
 * @param {Index} index
 * @param {string} word
 * @returns {Map<string, number>}
 */
function meant({ stems, said }, word) {
  /** @type {Map<string, number>} */
  const found = new Map();
  if (said.has(stem(word))) found.set(stem(word), 1);
  const exact = found.size > 0;
  const most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
  for (const [each, at] of stems) {
    if (found.has(at)) continue;
    if (isNumber(word)) continue; // 10 is not 10,000
    if (word.length >= 2 && each.startsWith(word)) found.set(at, BEGUN);
    else if (each.length >= 5 && word.startsWith(each)) found.set(at, BEGUN); // "seasonality"
    else if (!exact && most && distance(word, each, most) <= most) found.set(at, MISSPELT);
  }
  return found;
}

/**
 * Rows that say what is asked for, best first. A concept counts by what its situations, questions and words say, too;
 * one whose name is what is asked for, or whose title begins so, goes before all else.
 * @param {Index} index
 * @param {string} query
 * @returns {Found[]}
 */
export function find(index, query) {
  const all = words(query);
  const telling = all.filter((word, i) => !EMPTY.has(word) || (i > 0 && index.stems.has(all[i - 1] + word))); // "k means"
  const asked = telling.length ? telling : all;
  const { rows, said, names } = index;
  /** @type {number[]} */
  const scores = new Array(rows.length).fill(0);
  /** @type {number[]} */
  const covered = new Array(rows.length).fill(0);
  let whole = 0;
  /** @type {(places: number, word: string) => number} */
  const rare = (places, word) => Math.log(1 + rows.length / places) * (isNumber(word) ? FEW : 1);
  const hits = new Set(); // the stems that are meant
  for (let i = 0; i < asked.length; i++) {
    let fits = meant(index, asked[i]);
    if (i + 1 < asked.length && index.stems.has(asked[i] + asked[i + 1])) fits = meant(index, asked[i] + asked[++i]); // "over fitting"
    const best = new Map();
    for (const [at, counts] of fits) {
      hits.add(at);
      const places = /** @type {Map<number, number>} */ (said.get(at));
      const rarity = rare(places.size, asked[i]);
      for (const [row, weight] of places) best.set(row, Math.max(best.get(row) ?? 0, counts * weight * rarity));
    }
    const worth = rare(Math.max(1, ...[...fits.keys()].map((at) => said.get(at)?.size ?? 1)), asked[i]);
    whole += worth;
    for (const [row, score] of best) {
      scores[row] += score;
      covered[row] += worth;
    }
  }
  rows.forEach(({ group }, row) => {
    if (!scores[row]) return;
    const named = names[row].some((name) => [...name].every((at) => hits.has(at)));
    scores[row] *= (covered[row] / whole) * WORTH[group] * (named ? WHOLE : 1);
  });
  rows.forEach(({ group, page }, row) => {
    if (group !== "Concept") return;
    const theirs = scores.filter((score, i) => score && rows[i].page === page && rows[i].group !== "Concept").sort((a, b) => b - a);
    scores[row] += BEST * (theirs[0] ?? 0) + REST * theirs.slice(1, 4).reduce((sum, score) => sum + score, 0);
  });
  const typed = all.map(stem);
  /** @type {(row: Row) => boolean} */
  const isCalled = ({ group, says, also = [] }) => group === "Concept" && [says, ...also].some((name, i) => {
    const theirs = words(name).map(stem);
    return typed.every((at, j) => theirs[j] === at) && (i === 0 || theirs.length === typed.length);
  });
  const found = rows.map((row, i) => ({ row, score: scores[i], called: Number(isCalled(row)) })).filter(({ score }) => score);
  return found.sort((a, b) => b.called - a.called || b.score - a.score);
}

/**
 * The concepts whose names look most like it: for what nothing says.
 * @param {Index} index
 * @param {string} query
 * @returns {Found[]}
 */
export function nearest({ rows }, query) {
  const asked = threes(query);
  return rows.filter(({ group }) => group === "Concept").map((row) => {
    const shares = [row.says, ...(row.also ?? [])].map((name) => {
      const theirs = threes(name);
      return [...asked].filter((three) => theirs.has(three)).length / (asked.size + theirs.size);
    });
    return { row, score: Math.max(...shares) };
  }).sort((a, b) => b.score - a.score).slice(0, NEAREST);
}

/** @type {(text: string) => Set<string>} */
const threes = (text) => {
  const padded = ` ${words(text).join(" ")} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)));
};

/**
 * What is shown, group by group, the one with the best row first; where nothing is asked, every concept.
 * @param {Index} index
 * @param {string} query
 * @returns {{ fits: boolean, groups: [string, Row[]][] }}
 */
export function answer(index, query) {
  if (!words(query).length) return { fits: true, groups: [["Concept", index.rows.filter(({ group }) => group === "Concept")]] };
  const found = find(index, query);
  if (!found.length) return { fits: false, groups: [["Concept", nearest(index, query).map(({ row }) => row)]] };
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const { row } of found) {
    const rows = groups.get(row.group) ?? [];
    if (rows.length < MOST[row.group]) groups.set(row.group, [...rows, row]);
  }
  return { fits: true, groups: [...groups] };
}

// ---- the dialog ---------------------------------------------------------------------------------

/** What Streamlit says of looks, to its components alone. */
const LOOKS = ["font", "text-color", "gray-text-color", "background-color", "secondary-background-color", "border-color", "primary-color"].map((name) => `--st-${name}`);
/** @type {Promise<Index> | null} */
let fetched = null;
let made = 0; // dialogs: each has names of its own

const fetchIndex = () => (fetched ??= fetch(new URL("index.json", import.meta.url)).then((sent) => sent.json()).then(makeIndex));

/**
 * Opens the search over the page. When it closes, the focus is where it was.
 * @param {HTMLElement} place whose looks it has
 * @param {string} typed already
 */
export function openSearch(place, typed) {
  if (document.querySelector("dialog[open]")) return;
  const name = `sightglass-search-${++made}`;
  const box = element("input", { type: "text", value: typed, placeholder: "Concepts, questions, words, code", ariaLabel: "Search", spellcheck: false, autocomplete: "off", enterKeyHint: "go" });
  const list = element("div", { className: "found", id: name, role: "listbox", ariaLabel: "What is found" });
  const said = element("p", { className: "said", role: "status" });
  const shut = button("Close", "×", () => dialog.close());
  const dialog = element("dialog", { className: "sightglass-search", ariaLabel: "Search" }, element("div", { className: "asked" }, box, shut), said, list);
  for (const [attribute, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": name, "aria-autocomplete": "list" })) box.setAttribute(attribute, value);
  /** @type {HTMLAnchorElement[]} */
  let options = [];
  let at = 0;
  /** @type {Index | null} */
  let index = null;

  function show() {
    if (!index) return;
    const { fits, groups } = answer(index, box.value);
    const titles = new Map(index.rows.filter(({ group }) => group === "Concept").map(({ page, says }) => [page, says]));
    options = [];
    list.replaceChildren(...groups.map(([group, rows]) => {
      const title = element("div", { className: "group", id: `${name}-${group}`, ariaHidden: "true" }, group); // its name
      const links = rows.map((row) => {
        const link = optionFor(row, titles.get(row.page) ?? "");
        link.id = `${name}-${options.push(link)}`;
        return link;
      });
      const part = element("div", { role: "group" }, title, ...links);
      part.setAttribute("aria-labelledby", title.id);
      return part;
    }));
    list.scrollTop = 0;
    said.textContent = fits ? "" : "Nothing says that. The nearest concepts:";
    mark(0);
  }

  /** @param {number} to */
  function mark(to) {
    at = (to + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    box.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  box.addEventListener("input", show);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the page has keys of its own
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || event.target !== box || !options.length) return;
    if (step) mark(at + step);
    else if (event.key === "Enter") options[at].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest("a");
    if (event.target === dialog) dialog.close(); // beside it
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.close();
    go(link.href);
  });
  dialog.addEventListener("close", () => dialog.remove());
  for (const look of LOOKS) dialog.style.setProperty(look, getComputedStyle(place).getPropertyValue(look));
  document.body.append(dialog);
  dialog.showModal();
  box.focus();
  fetchIndex().then((all) => {
    index = all;
    show();
  }, () => {
    fetched = null; // the line is cut: it is asked for again
    said.textContent = "The server cannot be reached just now.";
  });
}

/**
 * @param {Row} row
 * @param {string} title of its page
 */
function optionFor({ group, says, page, query, more = [] }, title) {
  const link = element("a", { href: new URL(query ? `${page}?${query}` : page, new URL(ABOVE, import.meta.url)).href, role: "option", tabIndex: -1 });
  link.append(element("b", {}, says), " ", element("span", {}, ["Concept", "Word", "Kata"].includes(group) ? more[0] : title));
  return link;
}

