// Small helpers to make elements with.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [looks] its properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, looks, ...children) {
  const made = Object.assign(document.createElement(tag), looks);
  made.append(...children);
  return made;
}

/**
 * @param {string} said
 * @param {string} sign
 * @param {() => void} onclick
 */
export function button(said, sign, onclick) {
  const made = element("button", { type: "button", onclick });
  name(made, said, sign);
  return made;
}

/**
 * A button that is called what it says.
 * @param {string} words
 * @param {() => void} onclick
 */
export function press(words, onclick) {
  return element("button", { type: "button", textContent: words, onclick });
}

/**
 * @param {HTMLElement} made
 * @param {string} said
 * @param {string} sign
 */
export function name(made, said, sign) {
  made.textContent = sign;
  made.title = said;
  made.ariaLabel = /[a-z]{2}/i.test(sign) ? null : said; // words that are seen are what it is called
}

/**
 * One stop of the Tab key for all buttons of a node: arrows go from one to the next, Home and End to the first and the
 * last. What is returned puts the stop at one of them.
 * @param {HTMLElement} node
 */
export function rove(node) {
  const all = () => [...node.querySelectorAll("button")];
  /** @param {EventTarget | null} button */
  function stopAt(button) {
    for (const each of all()) each.tabIndex = each === button ? 0 : -1;
  }
  node.addEventListener("focusin", ({ target }) => stopAt(target));
  node.addEventListener("keydown", (event) => {
    const buttons = all();
    const at = buttons.findIndex((each) => each === event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons.at(to % buttons.length)?.focus();
  });
  return stopAt;
}

/**
 * A panel over the page.
 * @param {string} title
 * @param {...HTMLElement} children
 */
export function makeDialog(title, ...children) {
  const close = button("Close", "×", () => dialog.close());
  const head = element("header", {}, element("h2", {}, title), close);
  const dialog = element("dialog", { ariaLabel: title, closedBy: "any" }, head, ...children);
  return dialog;
}

/**
 * A number box: what is not allowed is said, and waits to be mended.
 * @param {string} label
 * @param {(value: number) => void} say
 */
export function makeBox(label, say) {
  const box = element("input", { type: "number", step: "any", required: true, ariaLabel: label });
  let limits = {};
  box.addEventListener("input", () => box.setCustomValidity(""));
  box.addEventListener("change", () => {
    const { low, high, whole, allowed } = limits;
    const value = box.valueAsNumber;
    const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
    box.setCustomValidity(fits ? "" : `It is ${allowed}.`);
    if (box.reportValidity()) say(value);
  });
  return {
    box,
    show(value, allowed) {
      limits = allowed;
      if (document.activeElement === box && !box.validity.valid) return; // being typed
      box.value = round(value);
      if (!box.validity.valid) box.setCustomValidity("");
    },
  };
}

const round = (value) => (Number.isInteger(value) ? value : +value.toPrecision(4));
