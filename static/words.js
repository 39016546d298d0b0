// Claims, headline numbers, sentences and tables.

const VERSION = new URL(import.meta.url).search;
const [{ element }, { changed }] = await Promise.all([import(`./dom.js${VERSION}`), import(`./reel.js${VERSION}`)]);

export function makeWords(node, stage) {
  let now = null; // what the server said last
  let drawn = null; // what of it is drawn
  function draw({ claim, numbers, was, said, rows }) {
    const parts = [];
    if (claim) parts.push(element("h2", {}, claim));
    if (numbers) {
      const list = Object.entries(numbers).map(([name, value]) =>
        element("span", {}, element("span", { className: "name" }, name), " ", element("b", {}, value), ...before(was?.[name])),
      );
      parts.push(element("p", { className: "numbers" }, ...list));
    }
    if (said) parts.push(...paragraphs(said));
    if (rows) parts.push(element("div", { className: "wide" }, table(rows)));
    node.replaceChildren(...parts);
  }
  return {
    update(data) {
      now = data;
      node.classList.toggle("muted", Boolean(data.muted));
      this.settle();
    },
    settle() {
      if (stage.moving || drawn === now) return;
      drawn = now;
      draw(now);
    },
    appear() {
      if (stage.moving) this.show(stage.at);
    },
    show(stop) {
      const tracks = stage.reel?.parts.get(now.part);
      if (tracks) draw(changed(now, tracks, stop));
    },
  };
}

// What a number was when it was pinned, and by how much it has changed since.
function before(was) {
  if (!was) return [];
  const [value, difference] = was;
  return [element("span", { className: "was" }, ` A ${value}${difference ? ` (${difference})` : ""}`)];
}

// Rows by name, each with the same columns by name; the first column names the row.
function table(rows) {
  const line = (cells) => element("tr", {}, ...cells);
  const columns = Object.keys(Object.values(rows)[0]);
  const head = ["", ...columns].map((name) => element(name ? "th" : "td", name ? { scope: "col" } : {}, name));
  const body = Object.entries(rows).map(([name, row]) =>
    line([element("th", { scope: "row" }, name), ...columns.map((column) => element("td", {}, row[column]))]),
  );
  return element("table", {}, element("thead", {}, line(head)), element("tbody", {}, ...body));
}

// Paragraphs and lists with bold words, the little of Markdown that sentences use.
function paragraphs(text) {
  return text.split("\n\n").map((block) => {
    if (!block.startsWith("- ")) return element("p", {}, ...bold(block));
    const items = block.split("\n").map((item) => element("li", {}, ...bold(item.slice(2))));
    return element("ul", {}, ...items);
  });
}

function bold(text) {
  return text.split("**").map((piece, i) => (i % 2 ? element("b", {}, piece) : piece));
}

// Stands at the top, and brings the page back to it when a button far below has changed the controls.
export function makeTop(node) {
  let asked = null;
  return {
    update(data) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (asked !== null && asked !== data.asked)
        node.scrollIntoView({ block: "end", behavior: still ? "auto" : "smooth" });
      asked = data.asked;
    },
  };
}
