// Runs a visitor's Python in a worker (python.js, see kata_worker.js), which is killed after LIMIT, and hears what it tells.

const LIMIT = 5000; // milliseconds, from when Python has started
const START = 30_000; // milliseconds that Python may take to start

/**
 * What a run tells, one thing at a time: a check that begins, its result, a line that was printed, an error.
 * @typedef {{ says: string, input: string, expected: string, got: string, passed: boolean, problem?: Problem }} Checked
 * @typedef {{ kind: string, words: string, places: [number, string][] }} Problem
 * @typedef {{ begun?: string, check?: Checked, printed?: string, problem?: Problem, much?: boolean, broke?: string, frame?: number, yours?: any }} Told
 * @typedef {"over" | "killed" | "stopped" | "failed"} End
 */

/** @param {string} address of the worker */
export function makeRunner(address) {
  /** @type {{ worker: Worker, ready: Promise<boolean> } | null} */
  let spare = null;
  /** @type {((end: End) => void) | null} */
  let ending = null;

  // Python takes a moment to start: the next worker is made ready while the visitor reads.
  function fresh() {
    const worker = new Worker(address);
    /** @type {Promise<boolean>} */
    const ready = new Promise((done) => {
      worker.onmessage = () => done(true);
      worker.onerror = () => done(false);
      setTimeout(() => done(false), START);
    });
    return { worker, ready };
  }

  return {
    limit: LIMIT,
    prepare() {
      spare ??= fresh();
    },
    /**
     * @param {Record<string, unknown>} asked
     * @param {(told: Told) => void} hear
     * @returns {Promise<End>}
     */
    async run(asked, hear) {
      ending?.("stopped");
      const { worker, ready } = spare ?? fresh();
      spare = null;
      /** @type {End} */
      const end = await new Promise((done) => {
        let [kill, over] = [0, false];
        /** @param {End} how */
        const finish = (how) => {
          if (over) return;
          over = true;
          clearTimeout(kill);
          worker.terminate();
          if (ending === finish) ending = null;
          done(how);
        };
        ending = finish;
        ready.then((good) => {
          if (over) return;
          if (!good) return finish("failed");
          worker.onmessage = ({ data }) => (data.over ? finish("over") : !over && hear(data));
          worker.onerror = () => finish("failed");
          worker.postMessage(asked);
          kill = setTimeout(() => finish("killed"), LIMIT);
        });
      });
      this.prepare();
      return end;
    },
    stop() {
      ending?.("stopped");
    },
    close() {
      ending?.("stopped");
      spare?.worker.terminate();
      spare = null;
    },
  };
}

/**
 * An error as one sentence.
 * @param {Problem} problem
 * @param {string[]} imports what may be imported
 */
export function sentence({ kind, words, places }, imports) {
  const where = places[0] ? ` in line ${places[0][0]}` : "";
  if (kind === "ModuleNotFoundError") {
    const name = /'([^']+)'/.exec(words)?.[1] ?? "such a module";
    return `There is no ${name} here${where && `, as line ${places[0][0]} asks`}: this is plain Python, with ${imports.join(", ")}. For NumPy take the file away.`;
  }
  if (kind === "RecursionError") return `A function calls itself without end${where} (RecursionError).`;
  if (kind === "MemoryError") return `A list or text grows without end${where} (MemoryError).`;
  if (kind === "SystemExit") return `Your code ends the program${where}: the checks cannot run then.`;
  return `${kind}${words && `: ${words}`}${where}.`;
}
