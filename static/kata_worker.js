// Runs plain Python that the visitor wrote, in a worker that the page kills after some seconds.
//
// The server puts Brython, the modules that may be imported, JUDGE (katas/judge.py) and DRIVE (katas/drive.py) before
// this script in one file, and sends it with a policy of its own under which a worker can load nothing and speak to no
// one but its page (ui/headers.py). What is tried all the same meets that policy; what is taken away here is so that an
// error says something, and so that nothing is kept.

/** @type {any} */
const worker = self;
const python = worker.__BRYTHON__;
const [MOST_TOLD, MOST_PRINTED] = [200, 20_000]; // lines, characters: more is not shown

const REACHES = /^(fetch|XML.*|WebS.*|WebT.*|EventS.*|importScripts|(Shared)?Worker|BroadcastChannel|indexedDB|caches)$/;
for (const name of Object.getOwnPropertyNames(worker).concat(Object.getOwnPropertyNames(worker.WorkerGlobalScope.prototype))) {
  if (REACHES.test(name)) Object.defineProperty(worker, name, { value: undefined, configurable: false, writable: false });
}
console.log = console.debug = console.info = console.warn = console.error = () => {}; // Brython tells them all it finds

let printed = 0;
let lines = 0;
let line = ""; // begun, and not told yet
worker.kata = {
  asked: "",
  load: (source, name) => void python.runPythonSource(source, name),
  tell: (text) => postMessage(JSON.parse(text)),
  /** @param {string} text what the visitor's code prints; false once it has been too much */
  print(text) {
    printed += text.length;
    lines += text.split("\n").length - 1;
    if (lines > MOST_TOLD || printed > MOST_PRINTED) return false;
    line += text;
    if (line.endsWith("\n")) {
      postMessage({ printed: line });
      line = "";
    }
    return true;
  },
};

python.brython({ debug: 1, pythonpath: [], indexedDB: false, static_stdlib_import: false });
python.protocol = "file"; // so a module that is not here is looked for nowhere else
python.runPythonSource(worker.JUDGE, "judge");
python.runPythonSource(worker.DRIVE, "drive");
worker.onmessage = ({ data }) => {
  worker.kata.asked = JSON.stringify(data);
  try {
    python.runPythonSource("import drive\ndrive.drive()\n", "begin");
  } catch (problem) {
    // What is JavaScript's own, and passes through Python: memory and stack
    postMessage({ broke: problem instanceof Error ? problem.message : "an error of its own" });
  }
  if (line) postMessage({ printed: line });
  postMessage({ over: true });
};
postMessage({ ready: true });
