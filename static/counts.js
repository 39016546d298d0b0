// What can be counted in a story of four parts: situation, task, action, result. Counts, and what guides ask for beside
// them; never a grade.

export const PARTS = /** @type {const} */ (["s", "t", "a", "r"]);
const [SLOW, FAST] = [130, 150]; // words a minute
const [THIN, LONG] = [150, 320]; // words
const MINUTES = 2;

/** @typedef {Record<"s" | "t" | "a" | "r", string>} Draft */
/** @typedef {{ said: string, unit: boolean }} Quantity */

// What follows a number without being its unit.
const NO_UNIT = new Set("a an and as at but by for from had has i in into is it of on or so than that the then to was we were which while with".split(" "));
const NUMBER = /(?<![\p{L}\p{N}.,])([$€£¥]\s?)?\d+(?:[.,]\d+)*(\s?[%‰×$€£¥])?(\p{L}+)?(?:[ \u00a0]+(\p{L}[\p{L}-]*))?/gu;
const BASE = /\b(?:baseline|before|previous(?:ly)?|used to|instead of|compared (?:to|with)|versus|vs|out of\s+\S*\d\S*|(?:down |up )?from\s+(?:\S+\s+){0,3}?\S*\d\S*|of\s+(?:\S+\s+){0,2}?\d\S*)/iu;
const HEDGES = ["a bit", "assisted", "basically", "contributed to", "helped", "I think", "involved in", "kind of", "maybe", "more or less", "participated", "probably", "somewhat", "sort of", "supported", "took part", "tried to", "was part of", "worked on"];
const METRICS = ["accuracy", "AUC", "average precision", "BLEU", "Brier score", "calibration", "churn", "click-through", "conversion", "cross-entropy", "error rate", "F1", "false negatives", "false positives", "Gini", "KS", "latency", "lift", "log loss", "MAE", "MAPE", "MCC", "NDCG", "perplexity", "precision", "PSI", "R2", "recall", "retention", "revenue", "RMSE", "ROC", "throughput", "uptime"];
const LEARNED = /\b(?:ever since|from then on|learn(?:ed|t|ing|s)?|lesson|next time|since then|taught|today I|would (?:do|now|today)|now I|I now)\b/iu;

/** The words of a text: all between spaces that has a letter or a digit. @param {string} text */
export const wordsOf = (text) => text.match(/\S*[\p{L}\p{N}]\S*/gu) ?? [];

/** How long so many words take, in seconds: spoken fast, and slowly. @param {number} words */
export const spoken = (words) => [Math.round((60 * words) / FAST), Math.round((60 * words) / SLOW)];

/** @param {string} text @param {RegExp} what */
const many = (text, what) => (text.match(what) ?? []).length;

/** Phrases of a list in a text, each with how often. @param {string} text @param {string[]} phrases */
function found(text, phrases) {
  const counted = phrases.map((phrase) => /** @type {[string, number]} */ ([phrase, many(text, new RegExp(`(?<![\\p{L}\\p{N}-])${phrase.replaceAll(" ", "\\s+")}(?![\\p{L}\\p{N}])`, "giu"))]));
  return counted.filter(([, times]) => times);
}

/**
 * The numbers of a text, each with whether a unit stands with it. A digit within a word, such as F1, is none.
 * @param {string} text
 * @returns {Quantity[]}
 */
export function quantities(text) {
  return [...text.matchAll(NUMBER)].map(([said, money, sign, glued, word]) => {
    const unit = Boolean(money || sign || glued || (word && !NO_UNIT.has(word.toLowerCase())));
    return { said: (word && (money || sign || glued || !unit) ? said.slice(0, said.length - word.length) : said).trim(), unit };
  });
}

/**
 * @param {Draft} draft
 */
export function counted(draft) {
  const parts = /** @type {Record<keyof Draft, number>} */ (Object.fromEntries(PARTS.map((part) => [part, wordsOf(draft[part]).length])));
  const words = parts.s + parts.t + parts.a + parts.r;
  const all = PARTS.map((part) => draft[part]).join("\n");
  const share = (count) => (words ? count / words : 0);
  return {
    words, parts,
    seconds: spoken(words),
    missing: PARTS.filter((part) => !parts[part]),
    shares: { before: share(parts.s + parts.t), action: share(parts.a), result: share(parts.r) },
    numbers: quantities(draft.r),
    base: draft.r.match(BASE)?.[0].replace(/\s+/g, " ") ?? "",
    i: many(draft.a, /(?<![\p{L}\p{N}])I(?:['’](?:m|ve|d|ll))?(?![\p{L}\p{N}/'’])/gu),
    we: many(draft.a, /(?<![\p{L}\p{N}])we(?:['’](?:re|ve|d|ll))?(?![\p{L}\p{N}'’])/giu),
    hedges: found(all, HEDGES),
    metrics: found(all, METRICS).map(([name]) => name),
    learned: LEARNED.test(draft.r.trim().split(/(?<=[.!?…])\s+/u).at(-1) ?? ""),
  };
}

/**
 * A whole draft laid out in four parts: by what it calls them itself, or else by its paragraphs, the first of which is the
 * situation and the last the result. A guess, to begin with; null where there is one paragraph alone.
 * @param {string} text
 * @returns {Draft | null}
 */
export function parted(text) {
  /** @type {Draft} */
  const draft = { s: "", t: "", a: "", r: "" };
  const pieces = text.trim().split(/^[ \t*#]*(situation|task|action|result)s?\b[ \t*]*[:.\u2013-]?[ \t*]*/gimu);
  if (pieces.length > 4) {
    for (let i = 1; i < pieces.length; i += 2) {
      const part = /** @type {keyof Draft} */ (pieces[i][0].toLowerCase());
      draft[part] = [draft[part], pieces[i + 1].trim()].filter(Boolean).join("\n\n");
    }
    draft.s = [pieces[0].trim(), draft.s].filter(Boolean).join("\n\n");
    return draft;
  }
  const paragraphs = text.trim().split(/\n\s*\n/u).filter((each) => each.trim());
  const [first, ...rest] = paragraphs.length > 1 ? paragraphs : text.trim().split(/\n+/u);
  if (!rest.length) return null;
  const last = rest.pop() ?? "";
  const task = rest.length > 1 ? (rest.shift() ?? "") : "";
  return { s: first.trim(), t: task.trim(), a: rest.join("\n\n").trim(), r: last.trim() };
}

/** Seconds as 1:05. @param {number} seconds */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

const NAMES = { s: "situation", t: "task", a: "action", r: "result" };
const per = (share) => `${Math.round(100 * share)} %`;
const plural = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

/**
 * The counts in words: what is counted, the count, and what it is held against.
 * @param {ReturnType<typeof counted>} found
 * @returns {[string, string, string][]}
 */
export function told({ words, seconds, missing, shares, numbers, base, i, we, hedges, metrics, learned }) {
  const units = numbers.filter(({ unit }) => unit).length;
  return [
    ["Words", `${words}`, `${MINUTES} minutes are ${MINUTES * SLOW} to ${MINUTES * FAST}; under ${THIN} is thin, over ${LONG} long`],
    ["Aloud", `${clock(seconds[0])} to ${clock(seconds[1])}`, `at ${FAST} and at ${SLOW} words a minute`],
    ["Parts", missing.length ? `no ${missing.map((part) => NAMES[part]).join(", no ")}` : "all four", "each has some words"],
    ["Situation and task", per(shares.before), "at most 30 %"],
    ["Action", per(shares.action), "at least 40 %"],
    ["Result", per(shares.result), "at least 15 %"],
    ["Numbers in the result", numbers.length ? `${numbers.map(({ said }) => said).join(", ")}: ${units} with a unit` : "none", "one, with its unit"],
    ["Its base", base ? `“${base}”` : "none found", "from what, of how many, before what"],
    ["I and we in the action", `${i} and ${we}`, we > i ? "more we than I: they ask what you did yourself" : "what you did yourself"],
    ["Hedges", hedges.length ? hedges.map(([phrase, times]) => (times > 1 ? `${phrase} (${times})` : phrase)).join(", ") : "none", "what you did, in its own verb"],
    ["Metric", metrics.length ? metrics.join(", ") : "none named", "how it was measured"],
    ["Learned", learned ? "said in the last sentence" : "not in the last sentence", "the result ends in what you would do today"],
  ];
}

/** A story in a line. @param {Draft} draft */
export function inShort(draft) {
  const { words, seconds } = counted(draft);
  return `${plural(words, "word")}, ${clock(seconds[0])} to ${clock(seconds[1])} aloud`;
}
