import * as wasm from "./wasm_code.ts";

/**
 * The innermost loop of prediction as a WebAssembly module of one function, which with
 * bin_module.ts makes the whole scoring three times as fast as TypeScript (`deno task bench forest`
 * prints by how much): there every load checks its bounds, and one row at a time answers one question at a time.
 *
 *     scoreTree(codes, rows, top, depth, toValues, scores)
 *
 * adds the leaf values of one tree to the scores of `rows` rows, a multiple of LANES. All arguments
 * are byte addresses and counts. For each LANES rows:
 *
 * 1. All questions of the uppermost TOP_LEVELS levels are answered for all rows, each by one comparison
 *    of vectors, and the answers on each row's own path are selected: 100 instructions for 64 steps.
 *    `top` holds the column and limit of each question, then the nodes that the answers lead to.
 * 2. Side by side the rows go the other `depth` steps, one node at a time, without a branch:
 *
 *        word = load(node); code = load8(codes + (word >> 8))
 *        node = load(node + 4) + 8 * sign((word & 255) − code)
 *
 * 3. scores[row] += load64(node + toValues)
 *
 * See compact_trees.ts for words and tops.
 */

/** Levels whose questions are answered together: a fifth one costs as much as it saves. */
export const TOP_LEVELS = 4;
/** Rows side by side: the bytes of a vector. A step waits 16 cycles for its loads, which 16 rows fill. */
export const LANES = 16;

/** Bytes of a question in `top`: the column's address among the codes, then the limit. */
export const QUESTION_BYTES = 8;
const QUESTIONS = 2 ** TOP_LEVELS - 1;
const STARTS = QUESTIONS * QUESTION_BYTES;
export const TOP_BYTES = STARTS + 4 * 2 ** TOP_LEVELS;

const [CODES, ROWS, TOP, DEPTH, TO_VALUES, SCORES] = [0, 1, 2, 3, 4, 5];
const [STEP, WORD, NODE] = [6, 7, 8];
const MASK = NODE + LANES;

/** 16 answers to question `q`: all bits of a lane are 1 where the row goes right. */
const answer = (q: number) => [
  ...wasm.get(CODES),
  ...wasm.get(TOP),
  ...wasm.load(q * QUESTION_BYTES),
  ...wasm.ADD,
  ...wasm.loadVector(),
  ...wasm.get(TOP),
  ...wasm.loadSplat(q * QUESTION_BYTES + 4),
  ...wasm.GREATER_BYTES,
];

/** The answers of `count` neighbouring questions, of each row that of the one on its path. */
const answerOnPath = (first: number, count: number, level: number): number[] =>
  count === 1 ? answer(first) : [
    ...answerOnPath(first + count / 2, count / 2, level + 1),
    ...answerOnPath(first, count / 2, level + 1),
    ...wasm.get(MASK + level),
    ...wasm.BIT_SELECT,
  ];

const levels = Array.from({ length: TOP_LEVELS }, (_, level) => level);

/** The address of each row's start within the table of starts, as a byte a lane. */
const startOfLanes = levels.flatMap((level) => [
  ...wasm.get(MASK + level),
  ...wasm.splat(4 << (TOP_LEVELS - 1 - level)),
  ...wasm.AND_VECTOR,
  ...(level > 0 ? wasm.OR_VECTOR : []),
]);

/** Takes row `k` to its node below the uppermost levels. */
const start = (k: number) => [
  ...wasm.get(TOP),
  ...wasm.get(MASK),
  ...wasm.byteOfLane(k),
  ...wasm.ADD,
  ...wasm.load(STARTS),
  ...wasm.set(NODE + k),
];

/** One step of row `k` to a child. */
const step = (k: number) => [
  ...wasm.get(NODE + k),
  ...wasm.load(),
  ...wasm.tee(WORD),
  ...wasm.i32(255),
  ...wasm.AND,
  ...wasm.get(WORD),
  ...wasm.i32(8),
  ...wasm.SHIFT_RIGHT_UNSIGNED,
  ...wasm.get(CODES),
  ...wasm.ADD,
  ...wasm.loadByte(k),
  ...wasm.SUB,
  ...wasm.i32(31),
  ...wasm.SHIFT_RIGHT_UNSIGNED,
  ...wasm.i32(3),
  ...wasm.SHIFT_LEFT,
  ...wasm.get(NODE + k),
  ...wasm.load(4),
  ...wasm.ADD,
  ...wasm.set(NODE + k),
];

/** Adds the value of the row's leaf to its score. */
const addValue = (k: number) => [
  ...wasm.get(SCORES),
  ...wasm.get(SCORES),
  ...wasm.loadF64(8 * k),
  ...wasm.get(NODE + k),
  ...wasm.get(TO_VALUES),
  ...wasm.ADD,
  ...wasm.loadF64(),
  ...wasm.ADD_F64,
  ...wasm.storeF64(8 * k),
];

const body = [
  ...wasm.LOOP,
  ...levels.flatMap((level) => [
    ...answerOnPath(2 ** level - 1, 2 ** level, 0),
    ...wasm.set(MASK + level),
  ]),
  ...startOfLanes,
  ...wasm.set(MASK),
  ...wasm.lanes(LANES, start),
  ...wasm.get(DEPTH),
  ...wasm.tee(STEP),
  ...wasm.IF,
  ...wasm.LOOP,
  ...wasm.lanes(LANES, step),
  ...wasm.countDown(STEP, 1),
  ...wasm.END,
  ...wasm.lanes(LANES, addValue),
  ...wasm.advance(CODES, LANES),
  ...wasm.advance(SCORES, 8 * LANES),
  ...wasm.countDown(ROWS, LANES),
];

/** The bytes of the module. */
export const SCORE_MODULE = wasm.wasmModule("scoreTree", body, {
  parameters: 6,
  integers: 2 + LANES,
  doubles: 0,
  vectors: TOP_LEVELS,
});

/** Kept, as what V8 has compiled for good goes with the last that holds the module. */
const compiled = new WebAssembly.Module(SCORE_MODULE);

/** The function of the module, on a memory of at least one page. */
export function scoreFunction(memory: WebAssembly.Memory): ScoreTree {
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return exports.scoreTree as ScoreTree;
}

export type ScoreTree = (
  codes: number,
  rows: number,
  top: number,
  depth: number,
  toValues: number,
  scores: number,
) => void;
