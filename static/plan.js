// The plan until an interview: what was done is ticked from what this browser keeps, and what was missed is moved to the
// days that are left. The plan itself comes from the server (ui/plan.py), which is told nothing of this.

import { CARDS, done, dueOf, PLAN, readStories, STORIES } from "./done.js";
import { element, press } from "./dom.js";
import { go, isPlain } from "./go.js";
import { stored } from "./visit.js";

const SOON = 7; // days that stand open
const DAY = 86_400_000; // milliseconds

/**
 * @typedef {{ id: string, kind: string, minutes: number, rank: number | null, title: string, link: string, when: any[] }} Task
 * @typedef {Task & { date: string, done: boolean }} Placed
 * @typedef {{ date: string, fresh: number, tasks: Task[] }} Day
 * @typedef {{ link: string, interview: string, days: Day[], dropped: string[] }} Plan
 * @typedef {{ pages: Record<string, any>, cards: Record<string, any>, stories: number, due: number, answered: boolean, begin: string }} Record_
 */

/**
 * Whether what the browser keeps says that the task is done: ui/plan.py says what the words mean.
 * @param {Task} task
 * @param {Record_} record
 */
export function isDone({ when: [what, name, many] }, { pages, cards, stories, due, answered, begin }) {
  const page = pages[name] ?? { seen: "", guessed: {}, solved: [] };
  const rounds = (kind) => (pages.interview?.solved ?? []).filter((each) => each.startsWith(`${kind} `) && each.split(" ")[1] >= begin).length;
  return {
    guessed: () => Object.keys(page.guessed).length >= many,
    solved: () => page.solved.length > 0,
    answered: () => Object.keys(cards).filter((card) => card.startsWith(`${name}.`) && cards[card]?.card).length >= many,
    seen: () => page.seen >= begin,
    kata: () => (pages.coding?.solved ?? []).includes(name),
    round: () => rounds(name) >= many,
    stories: () => stories >= name,
    due: () => due === 0 && answered,
  }[what]?.() ?? false;
}

/**
 * The days as they stand today: every task with whether it is done, and what was missed moved. Tasks that were done
 * today keep their place in the day, so that it does not fill anew while it is being done.
 * @param {Plan} plan
 * @param {Record<string, string>} finished by task, the day on which it was first found done
 * @param {string} today
 */
export function laid({ days }, finished, today) {
  const all = days.flatMap(({ date, tasks }) => tasks.map((task) => ({ ...task, date, done: task.id in finished })));
  const missed = (task) => !task.done && task.date < today && task.kind !== "cards";
  const left = days.filter(({ date }) => date >= today);
  const late = all.filter(missed);
  const dropped = [];
  if (late.length && left.length) {
    let open = all.filter((task) => (finished[task.id] === today && task.date <= today) || (!task.done && (task.date >= today || missed(task))));
    const sum = (tasks) => tasks.reduce((minutes, task) => minutes + task.minutes, 0);
    const room = Math.floor((sum(all) * left.length) / days.length);
    while (sum(open) > room) {
      const last = open.filter(({ rank, done: ready }) => rank !== null && !ready).sort((one, other) => Number(other.rank) - Number(one.rank)).at(0);
      if (!last) break;
      open = open.filter((task) => task !== last);
      dropped.push(last);
    }
    const total = Math.max(sum(open), 1);
    let before = 0;
    for (const task of open) {
      task.date = left[Math.floor((before * left.length) / total)].date;
      before += task.minutes;
    }
  }
  const gone = new Set(dropped);
  const stands = all.filter((task) => !gone.has(task) && !(task.kind === "cards" && task.date < today && !task.done));
  return {
    late: late.length,
    dropped: dropped.map(({ title }) => title),
    days: days.map(({ date, fresh }) => ({ date, fresh, tasks: stands.filter((task) => task.date === date) })),
  };
}

/**
 * When each task was first found done: what was known, and today for those that are new; "" for what was done before the
 * plan was first seen.
 * @param {Plan} plan
 * @param {{ link: string, finished: Record<string, string> } | null} kept
 * @param {Record_} record
 * @param {string} today
 */
export function noted({ link, days }, kept, record, today) {
  const before = kept?.link === link ? kept.finished : null;
  /** @type {Record<string, string>} */
  const finished = {};
  for (const { date, tasks } of days) {
    for (const task of tasks) {
      if (task.when[0] === "due" ? date === today && isDone(task, record) : isDone(task, record)) finished[task.id] = before ? (before[task.id] ?? today) : "";
      else if (task.when[0] === "due" && before && task.id in before) finished[task.id] = before[task.id];
    }
  }
  return finished;
}

/**
 * How many days are left to the interview of the plan that is kept, and its link; null if there is none to come.
 * @param {string | null} text
 * @param {Date} now
 */
export function toCome(text, now) {
  const link = stored(() => JSON.parse(text ?? "null").link);
  const date = new URLSearchParams(typeof link === "string" ? link : "").get("plan.date");
  const days = date ? apart(here(now), date) : -1;
  return days > 0 ? { link: `plan?${link}`, days } : null;
}

/** A span of minutes in words. @param {number} minutes */
export function span(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours && `${hours} h`, (rest || !hours) && `${rest} min`].filter(Boolean).join(" ");
}

// ---- on the page ----------------------------------------------------------------------------------

const here = (date = new Date()) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
const apart = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);
const named = (date) => new Date(`${date}T12:00`).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
const plural = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

/**
 * @param {{ data: { plan: Plan | null, asks: boolean }, parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void }} mounted by Streamlit
 * @param {string} styles where they are
 */
export function mount({ data: { plan, asks }, parentElement, setTriggerValue }, styles) {
  const node = /** @type {HTMLElement} */ (parentElement.querySelector(".sightglass-plan"));
  if (!document.head.querySelector(`link[href="${styles}"]`)) document.head.append(element("link", { rel: "stylesheet", href: styles }));
  const kept = stored(() => JSON.parse(localStorage.getItem(PLAN) ?? "null"));
  if (asks && kept?.link && kept.link !== plan?.link && node.dataset.asked !== "true") {
    node.dataset.asked = "true";
    return setTriggerValue("kept", kept.link);
  }
  if (!plan) return node.replaceChildren();
  draw(node, plan, !asks || kept?.link === plan.link);
}

/**
 * @param {HTMLElement} node
 * @param {Plan} plan
 * @param {boolean} meant the visitor has said that it is theirs: it is kept
 */
function draw(node, plan, meant) {
  const today = here();
  const item = stored(() => localStorage.getItem(CARDS));
  const deck = stored(() => JSON.parse((item ?? "").slice((item ?? "").indexOf("\n") + 1)));
  const stories = readStories(stored(() => localStorage.getItem(STORIES))) ?? {};
  const record = { pages: done(), cards: deck?.cards ?? {}, stories: Object.keys(stories).length, due: dueOf(item, new Date()), answered: Object.values(deck?.cards ?? {}).some((card) => card?.card && here(new Date(card.changed)) === today), begin: plan.days[0].date };
  const finished = noted(plan, stored(() => JSON.parse(localStorage.getItem(PLAN) ?? "null")), record, today);
  if (meant) stored(() => localStorage.setItem(PLAN, JSON.stringify({ link: plan.link, finished })));
  const { days, late, dropped } = laid(plan, finished, today);
  const tasks = days.flatMap((day) => day.tasks);
  const open = tasks.filter((task) => !task.done);
  const to = apart(today, plan.interview);
  const until = to === 1 ? "The interview is tomorrow" : `${to} days to the interview`;
  const past = days.filter(({ date }) => date < today);
  const next = days.filter(({ date }) => date >= today);
  node.replaceChildren(
    element("p", { className: "sum" }, element("b", {}, until), `${tasks.length - open.length} of ${tasks.length} done`, ` · ${span(open.reduce((minutes, task) => minutes + task.minutes, 0))} left`),
    ...(late ? [element("p", { className: "late", role: "status" }, `${plural(late, "task")} of days gone by ${late === 1 ? "stands" : "stand"} among the days to come. `, dropped.length ? `What is asked least no longer fits: ${dropped.join("; ")}.` : "All of it still fits.")] : []),
    ...(past.length ? [folded(`${plural(past.length, "day")} gone by`, false, past.filter((day) => day.tasks.length).map((day) => dayOf(day, today, record.due)))] : []),
    ...next.slice(0, SOON).filter((day) => day.tasks.length || day.date === today).map((day) => dayOf(day, today, record.due)),
    ...(next.length > SOON ? [folded(`${plural(next.length - SOON, "more day")}, until ${named(next[next.length - 1].date)}`, false, next.slice(SOON).filter((day) => day.tasks.length).map((day) => dayOf(day, today, record.due)))] : []),
    ...(plan.dropped.length ? [folded(`No time for ${plural(plan.dropped.length, "topic")}`, false, [element("p", {}, `${plan.dropped.join("; ")}.`)])] : []),
    element("p", { className: "acts" }, press("Print", () => print())),
  );
}

/** @param {string} words @param {boolean} open @param {Node[]} children */
const folded = (words, open, children) => element("details", { open }, element("summary", {}, words), ...children);

/**
 * @param {{ date: string, fresh: number, tasks: Placed[] }} day
 * @param {string} today
 * @param {number} due
 */
function dayOf({ date, fresh, tasks }, today, due) {
  const minutes = tasks.reduce((sum, task) => sum + task.minutes, 0);
  const cards = [date === today && due ? `${plural(due, "card")} due` : "", fresh ? `${plural(fresh, "new card")}` : ""].filter(Boolean).join(", ");
  return element("section", { className: date === today ? "day today" : "day" },
    element("h2", {}, date === today ? `Today, ${named(date)}` : named(date), element("span", {}, minutes ? span(minutes) : "free")),
    element("ul", {}, ...tasks.map((task) => element("li", { className: task.done ? "done" : "" },
      element("span", { className: "mark", ariaHidden: "true" }, task.done ? "✓" : ""),
      linkTo(task.link, task.title),
      element("span", { className: "minutes" }, task.done ? "done" : span(task.minutes)))),
    ...(cards ? [element("li", { className: "cards" }, element("span", { className: "mark", ariaHidden: "true" }), linkTo("flashcards", cards), element("span", { className: "minutes" }))] : [])),
  );
}

/** @param {string} link @param {string} words */
function linkTo(link, words) {
  const made = element("a", { href: new URL(link, document.baseURI).href }, words);
  made.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(made.href);
  });
  return made;
}

// On paper every day stands open.
if (typeof addEventListener === "function") {
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll(".sightglass-plan details")) each.toggleAttribute("open", true);
  });
}
