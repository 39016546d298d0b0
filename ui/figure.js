// Draws a Plotly figure in place: the node stays the same from run to run, so nothing is torn down,
// nothing flashes, and what the visitor zoomed into stays zoomed (layout.uirevision).
// Called by Streamlit once when mounted, and again whenever `data` has changed.

const CONFIG = { displayModeBar: false, displaylogo: false };
const observers = new WeakMap(); // node -> its ResizeObserver

export default function ({ data, parentElement }) {
  const node = parentElement.querySelector(".sightglass-figure");
  node.style.height = `${data.height}px`;
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", data.alt);
  draw(node, data);
  return () => {
    observers.get(node)?.disconnect();
    window.Plotly?.purge(node);
  };
}

async function draw(node, data) {
  // Streamlit's own copy of plotly.js: importing it sets window.Plotly.
  if (!window.Plotly) await import(new URL(data.plotly, document.baseURI).href);
  if (!node.isConnected) return; // the page has moved on meanwhile
  const { data: traces, layout } = JSON.parse(data.figure);
  await window.Plotly.react(node, traces, { ...layout, autosize: true }, CONFIG);
  if (!observers.has(node)) {
    // The menu folds and unfolds without the window changing its size.
    const observer = new ResizeObserver(() => node.isConnected && window.Plotly.Plots.resize(node));
    observer.observe(node);
    observers.set(node, observer);
  }
}
