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
