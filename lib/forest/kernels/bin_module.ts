import * as wasm from "./wasm_code.ts";

/**
 * The loop that finds bins as a WebAssembly module of one function. V8 makes branches of comparisons
 * in TypeScript, and these cannot be foreseen: without them a value takes a quarter of the time.
 *
 *     binValues(values, count, target, edges, first, lowest, last, stride)
 *
 * writes the bins of `count` values, a multiple of LANES. `values`, `target`, `edges` and `first` are byte
 * addresses, that of the edges 8 bytes before the first of them; edge_index.ts tells of the others, and
 * `last` is the highest place in `first`. Of LANES values the buckets are found together; then of each
 *
 *     bin = first[bucket]
 *     for (ahead = stride; ahead > 0; ahead >>= 1) bin += ahead * (edges[bin + ahead] < value)
 */

/** Values side by side: the 32-bit lanes of a vector. */
export const LANES = 4;

const [VALUES, COUNT, TARGET, EDGES, FIRST, LOWEST, LAST, STRIDE] = [0, 1, 2, 3, 4, 5, 6, 7];
const [AHEAD, BIN] = [8, 9];
const VALUE = BIN + LANES;
const BUCKETS = VALUE + LANES;

/** By width of the values: LANES of them as 32-bit floats, and one of them in 64 bits. */
const WIDTHS = {
  32: {
    forms: [...wasm.get(VALUES), ...wasm.loadVector()],
    value: (k: number) => [...wasm.loadF32(4 * k), ...wasm.PROMOTE],
  },
  64: {
    forms: [
      ...[0, 16].flatMap((at) => [...wasm.get(VALUES), ...wasm.loadVector(at), ...wasm.DEMOTE]),
      ...wasm.LOWER_HALVES,
    ],
    value: (k: number) => wasm.loadF64(8 * k),
  },
};

/** The buckets of LANES values, less `lowest`, within 0 and `last`. */
const buckets = [
  ...wasm.tee(BUCKETS),
  ...wasm.get(BUCKETS),
  ...wasm.i32(31),
  ...wasm.SHIFT_RIGHT_LANES,
  ...wasm.i32(1),
  ...wasm.SHIFT_RIGHT_UNSIGNED_LANES,
  ...wasm.XOR_VECTOR,
  ...wasm.i32(16),
  ...wasm.SHIFT_RIGHT_LANES,
  ...wasm.get(LOWEST),
  ...wasm.SPLAT_LANES,
  ...wasm.SUB_LANES,
  ...wasm.i32(0),
  ...wasm.SPLAT_LANES,
  ...wasm.MAX_LANES,
  ...wasm.get(LAST),
  ...wasm.SPLAT_LANES,
  ...wasm.MIN_LANES,
  ...wasm.set(BUCKETS),
];

/** Looks up the first bin of value `k`. */
const start = (k: number) => [
  ...wasm.get(FIRST),
  ...wasm.get(BUCKETS),
  ...wasm.lane(k),
  ...wasm.ADD,
  ...wasm.loadByte(),
  ...wasm.set(BIN + k),
];

/** One step of value `k`: `ahead` bins up where the last edge below them is lower. */
const step = (k: number) => [
  ...wasm.get(BIN + k),
  ...wasm.get(AHEAD),
  ...wasm.ADD,
  ...wasm.i32(3),
  ...wasm.SHIFT_LEFT,
  ...wasm.get(EDGES),
  ...wasm.ADD,
  ...wasm.loadF64(),
  ...wasm.get(VALUE + k),
  ...wasm.LESS_F64,
  ...wasm.get(AHEAD),
  ...wasm.MULTIPLY,
  ...wasm.get(BIN + k),
  ...wasm.ADD,
  ...wasm.set(BIN + k),
];

/** Writes the bin of value `k`, of NaN a byte of ones. */
const finish = (k: number) => [
  ...wasm.get(TARGET),
  ...wasm.i32(0),
  ...wasm.get(VALUE + k),
  ...wasm.get(VALUE + k),
  ...wasm.UNEQUAL_F64,
  ...wasm.SUB,
  ...wasm.get(BIN + k),
  ...wasm.OR,
  ...wasm.storeByte(k),
];

const moduleFor = (width: 32 | 64) => {
  const { forms, value } = WIDTHS[width];
  const body = [
    ...wasm.LOOP,
    ...forms,
    ...buckets,
    ...wasm.lanes(LANES, (k) => [...wasm.get(VALUES), ...value(k), ...wasm.set(VALUE + k)]),
    ...wasm.lanes(LANES, start),
    ...wasm.get(STRIDE),
    ...wasm.tee(AHEAD),
    ...wasm.IF,
    ...wasm.LOOP,
    ...wasm.lanes(LANES, step),
    ...wasm.get(AHEAD),
    ...wasm.i32(1),
    ...wasm.SHIFT_RIGHT_UNSIGNED,
    ...wasm.tee(AHEAD),
    ...wasm.REPEAT_IF,
    ...wasm.END,
    ...wasm.END,
    ...wasm.lanes(LANES, finish),
    ...wasm.advance(VALUES, LANES * width / 8),
    ...wasm.advance(TARGET, LANES),
    ...wasm.countDown(COUNT, LANES),
  ];
  const locals = { parameters: 8, integers: 1 + LANES, doubles: LANES, vectors: 1 };
  return wasm.wasmModule("binValues", body, locals);
};

/** The bytes of the modules, by width of the values in bits. */
export const BIN_MODULES = { 32: moduleFor(32), 64: moduleFor(64) };

const compiled = {
  32: new WebAssembly.Module(BIN_MODULES[32]),
  64: new WebAssembly.Module(BIN_MODULES[64]),
};

/** The function of the module for values of a width, on a memory of at least one page. */
export function binFunction(memory: WebAssembly.Memory, width: 32 | 64): BinFunction {
  const { exports } = new WebAssembly.Instance(compiled[width], { env: { memory } });
  return exports.binValues as BinFunction;
}

export type BinFunction = (
  values: number,
  count: number,
  target: number,
  edges: number,
  first: number,
  lowest: number,
  last: number,
  stride: number,
) => void;
