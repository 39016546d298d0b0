// The lesson in front of a room: forward and back by arrow keys, by a presenter's clicker, or by buttons.

const VERSION = new URL(import.meta.url).search;
const { button, element } = await import(`./dom.js${VERSION}`);

// Streamlit's own way to a page without its frame, and to a light page whatever the visitor has set.
const BARE = { embed: "true", embed_options: "light_theme" };

// Show the page to a room, from the first step of its lesson.
export function present() {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries({ present: "true", ...BARE })) address.searchParams.set(name, value);
  for (const name of [...address.searchParams.keys()]) if (name.includes(".")) address.searchParams.delete(name);
  location.assign(address);
}

export function makeSteps(node, stage, part) {
  const count = element("span", { className: "count", ariaLive: "polite" });
  const back = button("Back (arrow left, page up)", "‹ Back", () => go(at - 1));
  const next = button("Next (arrow right, page down)", "Next ›", () => go(at + 1));
  const end = button("Leave (escape)", "Leave", leave);
  node.append(back, count, next, end);
  let steps = [];
  let at = -1; // the step that is shown, or asked for
  let answered = -1; // the step that the server showed last

  function go(to) {
    const wanted = Math.min(Math.max(to, 0), steps.length - 1);
    if (wanted === at) return;
    at = wanted;
    show();
    part.send("step", steps[at]);
  }
  function show() {
    count.textContent = at < 0 ? "" : `${at + 1} of ${steps.length}`;
    back.disabled = at <= 0;
    next.disabled = at === steps.length - 1;
  }
  function leave() {
    const address = new URL(location.href);
    for (const name of [...Object.keys(BARE), "present", "step"]) address.searchParams.delete(name);
    location.assign(address);
  }
  const KEYS = {
    ArrowRight: () => go(at + 1), PageDown: () => go(at + 1), ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(steps.length - 1), Escape: leave,
  };
  function pressed(event) {
    if (event.defaultPrevented || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = event.target.closest?.("input, select, textarea"); // there the arrows have their own meaning
    if (moves && !["PageDown", "PageUp", "Escape"].includes(event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  }
  document.addEventListener("keydown", pressed, { capture: true });

  const address = new URL(location.href);
  if (!address.searchParams.has("embed")) {
    for (const [name, value] of Object.entries(BARE)) address.searchParams.set(name, value);
    location.replace(address);
  }
  return {
    update(data) {
      steps = data.steps;
      const shown = steps.indexOf(data.step);
      if (shown !== answered || at < 0) at = shown; // else an answer to an earlier key
      answered = shown;
      show();
    },
    leave() {
      document.removeEventListener("keydown", pressed, { capture: true });
    },
  };
}
