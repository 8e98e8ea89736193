/**
 * The innermost loop of prediction as a WebAssembly module of one function, put together here byte by
 * byte. In TypeScript every load checks its bounds, which takes half of the time of this loop; a
 * compiler for 30 instructions would be a dependency too many.
 *
 *     scoreTree(codes, width, rows, root, depth, toValues, scores)
 *
 * goes down one tree with `rows` rows (a multiple of LANES), LANES of them side by side, without a
 * branch:
 *
 *     repeat depth times:
 *       word = load(node); code = load8(codes + (word >> 8))
 *       node = load(node + 4) + 8 * sign(( word & 255) − code)
 *     scores[row] += load64(node + toValues)
 *
 * All arguments are byte addresses and counts; see compact_trees.ts for the words.
 */

const I32 = 0x7f;
const [CODES, WIDTH, ROWS, ROOT, DEPTH, TO_VALUES, SCORES] = [0, 1, 2, 3, 4, 5, 6];
/** Rows side by side. A step waits 16 cycles for its loads, in which 8 rows keep the core busy. */
export const LANES = 8;
const [STEP, WORD, X, NODE] = [7, 8, 9, 9 + LANES];
const LOCALS = 2 + 2 * LANES;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
/** Constants from −64 to 63 are their own signed LEB128. */
const constant = (value: number) => [0x41, value & 0x7f];
const LOAD = [0x28, 2, 0];
const LOAD_CHILD = [0x28, 2, 4];
const LOAD_BYTE = [0x2d, 0, 0];
const ADD = [0x6a];
const SUB = [0x6b];
const AND = [0x71];
const SHIFT_LEFT = [0x74];
const SHIFT_RIGHT = [0x76];
const LOOP = [0x03, 0x40];
const REPEAT_IF = [0x0d, 0];
const END = [0x0b];

/** One row's step to a child. */
const step = (k: number) => [
  ...get(NODE + k),
  ...LOAD,
  ...tee(WORD),
  ...[0x41, ...signed(255)],
  ...AND,
  ...get(WORD),
  ...constant(8),
  ...SHIFT_RIGHT,
  ...get(X + k),
  ...ADD,
  ...LOAD_BYTE,
  ...SUB,
  ...constant(31),
  ...SHIFT_RIGHT,
  ...constant(3),
  ...SHIFT_LEFT,
  ...get(NODE + k),
  ...LOAD_CHILD,
  ...ADD,
  ...set(NODE + k),
];

/** Adds the value of the row's leaf to its score. */
const addValue = (k: number) => [
  ...get(SCORES),
  ...get(SCORES),
  ...[0x2b, 3, ...unsigned(8 * k)], // f64.load
  ...get(NODE + k),
  ...get(TO_VALUES),
  ...ADD,
  ...[0x2b, 3, 0],
  ...[0xa0], // f64.add
  ...[0x39, 3, ...unsigned(8 * k)], // f64.store
];

const lanes = (make: (k: number) => number[]) =>
  Array.from({ length: LANES }, (_, k) => make(k)).flat();

const body = [
  ...LOOP,
  ...lanes((k) => [
    ...(k === 0 ? get(CODES) : [...get(X + k - 1), ...get(WIDTH), ...ADD]),
    ...set(X + k),
    ...get(ROOT),
    ...set(NODE + k),
  ]),
  ...get(DEPTH),
  ...tee(STEP),
  ...[0x04, 0x40], // if: a tree of one leaf takes no step
  ...LOOP,
  ...lanes(step),
  ...get(STEP),
  ...constant(1),
  ...SUB,
  ...tee(STEP),
  ...REPEAT_IF,
  ...END,
  ...END,
  ...lanes(addValue),
  ...get(X + LANES - 1),
  ...get(WIDTH),
  ...ADD,
  ...set(CODES),
  ...get(SCORES),
  ...[0x41, ...signed(8 * LANES)],
  ...ADD,
  ...set(SCORES),
  ...get(ROWS),
  ...constant(LANES),
  ...SUB,
  ...tee(ROWS),
  ...REPEAT_IF,
  ...END,
  ...END,
];

/** Positive numbers below 8192 as signed LEB128. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [value & 127 | 128, value >> 7];
}

/** A number as unsigned LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [value & 127 | 128, ...unsigned(value >> 7)];
}

const sized = (bytes: number[]) => [...unsigned(bytes.length), ...bytes];
const name = (text: string) => sized([...new TextEncoder().encode(text)]);
const section = (id: number, bytes: number[]) => [id, ...sized(bytes)];

const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, ...sized(Array<number>(7).fill(I32)), 0]),
  ...section(2, [1, ...name("env"), ...name("memory"), 2, 0, 1]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name("scoreTree"), 0, 0]),
  ...section(10, [1, ...sized([1, LOCALS, I32, ...body])]),
]);

/** The function of the module, on a memory of at least one page. */
export function scoreFunction(memory: WebAssembly.Memory): ScoreTree {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { env: { memory } });
  return instance.exports.scoreTree as ScoreTree;
}

export type ScoreTree = (
  codes: number,
  width: number,
  rows: number,
  root: number,
  depth: number,
  toValues: number,
  scores: number,
) => void;
