// What is handed from one script to another. `tsc` reads it; no browser does.

/** A control's value: of a slider or seed, a menu, text or drawing, several pills, a switch. */
export type Value = number | string | string[] | boolean;

/** Tells the server that something was pressed or moved: ACTS in ui/stage.py says what it then does. */
export type Send = (event: string, value: unknown) => void;

// ---- the page -----------------------------------------------------------------------------------

/** One page, for as long as its tab is open: what its parts know of each other. parts.js makes it. */
export interface Stage {
  /** Its stem. parts.js. */
  name: string;
  /** The presets there are. panel.js. */
  presets: Preset[];
  /** The questions of which this visitor has made a guess, now or on another day. teach.js. */
  guessed: Set<string>;
  /** The parts by name, for the reel and for who takes figures away. parts.js. */
  parts: Map<string, Part>;
  /** The part that is the axis; null until it is there. live.js. */
  axis: Part | null;
  /** The stop of the axis that is on screen, ahead of the server's while it moves. axis.js. */
  at: number;
  /** The axis moves: nothing else is to be drawn. axis.js. */
  moving: boolean;
  /** How the parts differ along the axis, once it was asked for. reel.js. */
  reel: Reel | null;
  /** The key of the reel that was asked for and has not come yet. axis.js, reel.js. */
  asked: string | null;
  /** The last greeting that the server has heard. reel.js. */
  heard: string;
  /** The places in the row of actions. head.js makes them, others fill them. */
  actions: Record<"learn" | "show" | "take" | "sum", HTMLElement> | null;
  /** A guess is asked before a preset is shown. teach.js. */
  predict: boolean;
  /** A guess is asked for just now. teach.js. */
  asks: boolean;
  /** The guess and the truth where the axis shows them. teach.js. */
  marks: Mark[];
  /** The numbers of the answer whose proof is shown, to be marked where the page says them. teach.js. */
  told: string[];
  /** How far the page was scrolled when a button below asked for the picture; null if none did. head.js. */
  left: number | null;
  /** Where the picture of what is on screen is, "" if it has none, and how its rows are drawn. live.js. */
  picture: { link: string; show: (rows: Row[]) => void } | null;
  /** The controls that a picture is still to be asked for. picture.js. */
  wish: Record<string, Value> | null;
  /** What was moved is told once its picture has been seen. picture.js, said.js. */
  held: boolean;
  /** A picture is on its way. picture.js. */
  asking: boolean;
  /** The picture that will be wanted next. picture.js. */
  foreseen: { address: string; rows: Promise<Row[] | null> } | null;
  /** What was done and has no answer yet, in order. said.js. */
  unanswered: { number: number; event: string; value: unknown }[];
  /** Sends a message, if the line is there. live.js. */
  say: Send | null;
  /** Which sentence of Start here stands in the claim's place, of which stop, and what is said after it. start.js. */
  telling: { at: number; of: number; turn: string } | null;
  /** The controls of the panel by name, as they stand. panel.js. */
  controls: Map<string, Control>;
  /** Moves controls to these values, as their sliders would; `on`, a hand is still on them. panel.js. */
  steer: ((values: Record<string, number | string>, on: boolean) => void) | null;
  /** A hand is on controls: their pictures are seen, and told once it has let go. panel.js. */
  steered: boolean;
  /** The room that this tab is in; null for none. attend.js. */
  room: Attended | null;
  /** What the room has guessed, once it is revealed. attend.js. */
  tally: Tally | null;
  /** Draws the question anew, as the room has it now. teach.js. */
  retell: (() => void) | null;
  /** Says the claim to a screen reader once it rests. aloud.js. */
  aloud: ReturnType<typeof import("./aloud.js").makeAloud>;
}

/** A thing on the page that is drawn by itself, and its node. parts.js makes it, of what its maker returns. */
export interface Part extends Drawn {
  node: Place;
  stage: Stage;
  /** Which of the makers made it. */
  role: string;
  /** It is in sight, or nearly. */
  seen: boolean;
  /** It must follow the axis at every frame. */
  first: boolean;
  /** The stop of the axis that it shows; null if what it shows is the server's. */
  stands: number | null;
  /** When it last followed the axis, so that all have their turn. */
  turn: number;
  send: Send;
  observers: { disconnect: () => void }[];
}

/** A node, and what plotly.js keeps on it once it has drawn a figure there. */
export interface Place extends HTMLElement {
  data?: any;
  layout?: any;
  calcdata?: any;
  _fullData?: any;
  _fullLayout?: any;
}

/** What makes a part: called once; then its `update` with all that the server says. */
export type Maker = (node: Place, stage: Stage, part: Part) => Drawn;

export interface Drawn {
  /** The server has said this. */
  update(data: any): void;
  /** The axis stands still: draw what was said meanwhile. */
  settle?(): void;
  /** Show a stop of the axis, from the reel. */
  show?(stop: number): void;
  /** It has come into sight. */
  appear?(): void;
  /** Its place has another size. */
  resize?(): void;
  /** It is about to be printed. */
  print?(): void;
  /** It is taken off the page. */
  leave?(): void;
  /** The reel is there. */
  heard?(): void;
  /** Of the axis: whether it can be moved, and whether the reel that it needs is there. */
  isFree?(): boolean;
  isReady?(): boolean;
  /** Of the axis: a hand is near it; the reel is wanted. */
  reach?(): void;
  /** Of the axis: play along it, or pause. */
  play?(): void;
  /** Of the axis: a hand has it at that stop; null, it has let go. */
  drag?(stop: number | null): void;
  /** Draw the guess and the truth on it. */
  mark?(): void;
  /** Of the axis: the values at which it can stand. */
  stops?(): number[];
  /** Of the axis: stand where the presenter has it; nothing is told. */
  follow?(stop: number): void;
  /** Of the axis: stand at a stop, as if it were dragged there; and let go of it. */
  lead?(stop: number): void;
  rest?(): void;
}

// ---- what the server says -----------------------------------------------------------------------

/** Rows of figures and words, and on the stage what stands around them: ui/sheet.py, ui/stage.py. */
export interface Sheet {
  stage: string;
  role: "sheet";
  rows: Row[];
  picture?: string;
  presets?: Preset[];
  problems?: string[];
  compare?: Compared;
  controls?: Control[];
  large?: string;
  lesson?: Lesson;
  teach?: Teach;
  share?: Record<string, any>;
}

/** ui/compare.py: what A is, or what it was where it has just been let go of. */
export interface Compared {
  a?: string;
  was?: string;
}

/** ui/present.py: the steps of a lesson, the one shown, and where its end leads to; of a picture that is large no steps. */
export interface Lesson {
  title: string;
  steps: string[];
  step: string;
  /** What a link says of this step as a page with all its controls; of a picture that is large nothing. */
  alone?: string;
  ends?: { try: string; challenge: string; next: [stem: string, title: string][] };
}

/** A room as a page knows it: whether this tab presents it, what it has guessed in this round; what a guess and a key do. */
export interface Attended {
  presents: boolean;
  made: number | null;
  guess: (value: number) => Promise<void>;
  step: (by: number) => void;
}

/** A guess that was made in a room: in which round of which of its turns. */
export interface Made {
  turn: number;
  round: number;
  value: number;
}

/** The room that a tab is in: with a key it presents, with a badge it has joined. By turn, what guesses came to; the last made. */
export interface Kept {
  code: string;
  key?: string;
  badge?: string;
  follows: boolean;
  tallies: Record<number, Tally>;
  mine?: Made;
}

/** ui/room.py: what a class has guessed. Of each round every value, its place from 0 to 1 or its option, and how many. */
export interface Tally {
  ask: string;
  sentence: string;
  on_axis: boolean;
  options?: string[];
  right?: number[];
  ends?: [string, string];
  truth?: { place: number; text: string } | null;
  rounds: [value: number, place: number, people: number][][];
}

export interface Preset {
  name: string;
  title: string;
  /** What is asked before it is shown; "" for nothing. */
  asks: string;
  chosen: boolean;
  /** Of Start here: where its sentences lead to on the axis. */
  places?: number[];
  /** Of Start here: how it ends. */
  turn?: string;
}

export type Start = Required<Preset>;

/** The axis, or cells side by side, each a stack of parts; null for what is there already. */
export type Row = { axis?: Axis; cells: Said[][]; widths: number[] } | null;

/** A figure or words: `mark` is the same for what would be drawn the same. */
export interface Said {
  part: string;
  role: string;
  mark: number;
  figure?: Figure;
  [name: string]: any;
}

/** A Plotly figure as it is said; or a diagram (figures/diagram.py), whose traces are marks. */
export interface Figure {
  data: Trace[];
  layout: Record<string, any>;
}

/** What of a figure can be dragged (figures/marks.py): a mark by its name, or one point of it, and what it moves. */
export interface Handle {
  mark: string;
  /** As in "Drag the line". */
  called: string;
  point?: number;
  /** The axis; or controls, each with how far the mark moves across and up as it grows by one on its slider. */
  what: "axis" | Record<string, [number, number]>;
}

/** What of a figure can be chosen by a press: each item of a mark, which sets those controls to its values. */
export interface Pick {
  mark: string;
  sets: string[];
  to: (number | string)[][];
}

/** A trace: arrays may be bytes (`bdata`) of a `dtype`. */
export type Trace = Record<string, any>;

/** ui/axis.py: the stops, their places from 0 to 1 and their texts; `key` names the reel that belongs to it. */
export interface Axis extends Limits {
  key: string;
  label: string;
  help: string;
  values: number[];
  places: number[];
  texts: string[];
  /** The stops have names, which say more than their values. */
  named: boolean;
  /** The stops that mean something, and what they are called; those that matter most first. */
  ticks: { name: string; stop: number }[];
  at: number;
  locked: boolean;
  /** The step of the lesson does without it. */
  unused: boolean;
}

/** What a number box takes. */
export interface Limits {
  low: number;
  high: number;
  whole?: boolean;
  allowed: string;
}

/** ui/panel.py: a control of the panel and where it stands. */
export interface Control extends Limits {
  name: string;
  kind: "range" | "choice" | "several" | "switch" | "seed" | "text" | "drawing";
  label: string;
  help: string;
  group: string;
  locked: boolean;
  /** It stands open; the others are folded under More. */
  main: boolean;
  /** The challenge holds it: it is folded under Held. */
  aside: boolean;
  /** It is not where the page or the preset has it. */
  moved: boolean;
  value: any;
  step: number;
  /** How its slider is spread. */
  scale: "linear" | "log" | "logit";
  stops?: number[];
  /** Of the stops, where numbers would say little. */
  names?: string[];
  /** Of a menu and pills: words by id; of a drawing: examples by their words. */
  options: Record<string, string>;
  /** Of pills and the characters of a text. */
  most: number;
  /** Of a text: what a word is, how many there may be, what it may not hold, how many accents a letter. */
  word: string;
  words: [number, number];
  unseen: string;
  marks: number;
}

/** ui/reel.py: by part, what of it differs along the axis. */
export interface Reel {
  key: string;
  parts: Map<string, Track[]>;
}

/** What stands at a path into a part's data: a pool of values, and which of them each stop takes. */
export interface Track {
  path: (string | number)[];
  pool: any[];
  order: number[];
}

/** ui/teach.py. */
export interface Teach {
  room: boolean;
  predict: boolean;
  score?: string;
  guess: Guess | null;
  challenges?: { id: string; ask: string; solved: boolean }[];
  challenge?: Challenge | null;
  proof?: Proof | null;
  visit: unknown[];
  heard: boolean;
}

/** A guess that is asked for: of options, or of a number on a scale; with an outcome, once it was made. */
export interface Guess {
  ask: string;
  /** It is a place on the axis, and is guessed there. */
  on_axis: boolean;
  options?: string[];
  scale?: Scale;
  outcome?: Outcome;
}

export interface Scale extends Limits {
  step: number;
  unit: string;
  ends: [string, string];
}

export interface Outcome {
  sentence: string;
  why: string;
  /** Whether the guess was close, or right; null if none was made. */
  close: boolean | null;
  marks: Mark[];
}

/** A guess or the truth on a line: its place from 0 to 1. */
export interface Mark {
  whose: "guess" | "truth";
  place: number;
  value: number;
  text: string;
}

/** ui/proof.py: a question, what the picture shows of its answer, and whether it still does. */
export interface Proof {
  ask: string;
  said: string;
  numbers: string[];
  moved: boolean;
  below: boolean;
}

/** ui/challenge.py: the challenge that is tried and how far it has come. */
export interface Challenge {
  id: string;
  ask: string;
  hint: string;
  /** `share`: how full its gauge is; `waits`: what must hold first. */
  goals: { name: string; now: string; wanted: string; waits: string; holds: boolean; share: number }[];
  /** The moves in which somebody else has solved it; 0 for nobody. And those it took here, once it is solved. */
  beat: number;
  moves: number | null;
  strayed: string[];
  solved: string;
}

declare global {
  interface Window {
    /** plotly.js, once Streamlit's own copy is loaded. */
    Plotly: any;
    /** The pages of this tab by name, for tests to look at. */
    sightglass: Map<string, Stage>;
  }
}
