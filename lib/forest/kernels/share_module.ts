import * as wasm from "./wasm_code.ts";

/**
 * The loops that share a leaf's value out as WebAssembly modules of one function, one by number of
 * vectors that the Gauss nodes of a leaf fill, so that a pattern's products stay in registers. Two nodes
 * side by side, and no bounds to check: all of TreeSHAP takes a third of the time that it took with the
 * same loops in TypeScript.
 *
 *     addShares(patterns, features, rows, rowBytes)
 *
 * At the addresses of PLACES it finds: weights, a double a Gauss node; the table, for each feature of
 * the path two entries (of a pattern whose bit is 0, then 1) of a factor and a share a node; the patterns;
 * for each row the address of its pattern's shares; for each feature its place in a row in bytes. Of each
 * pattern it writes
 *
 *     product[q] = weights[q] · Π_j factor[j][bit j][q]
 *     shares[j] = Σ_q product[q] · share[j][bit j][q], nodes of even and of odd place apart
 *
 * and then adds to each of `rows` rows of sums, `rowBytes` apart, the shares of its pattern.
 */

/** Most features of a path: bits of a pattern. */
export const MAX_PATH_FEATURES = 31;

/** Most rows, and patterns, of a call. */
export const MAX_ROWS = 256;

/** Most vectors of two Gauss nodes: ⌈31 / 2⌉ nodes. */
const MAX_VECTORS = 8;

/** Bytes between the shares of two patterns. */
export const SHARES_STEP = 8 * (MAX_PATH_FEATURES + 1);

/** Addresses in the memory of a module. */
export const PLACES = placesOf({
  weights: 16 * MAX_VECTORS,
  table: MAX_PATH_FEATURES * 2 * 32 * MAX_VECTORS,
  patterns: 4 * MAX_ROWS,
  shares: SHARES_STEP * MAX_ROWS,
  rowShares: 4 * MAX_ROWS,
  features: 4 * (MAX_PATH_FEATURES + 1),
  sums: 0,
});

function placesOf<Name extends string>(sizes: Record<Name, number>): Record<Name, number> {
  let next = 0;
  const places = Object.entries<number>(sizes).map(([name, size]) => [name, (next += size) - size]);
  return Object.fromEntries(places);
}

const [PATTERNS, FEATURES, ROWS, ROW_BYTES] = [0, 1, 2, 3];
const [PATTERN, SHARES, BITS, ENTRY, TABLE, LEFT, SUMS, AT, SHARE] = [4, 5, 6, 7, 8, 9, 10, 11, 12];
const PRODUCT = 13;

function moduleFor(vectors: number): Uint8Array<ArrayBuffer> {
  const entryBytes = 32 * vectors;
  const sum = PRODUCT + vectors;

  /** Goes through the features of the path: `each` reads at TABLE, which moves `step` bytes a feature. */
  const forEachFeature = (begin: number, step: number, each: number[]) => [
    ...wasm.i32(begin),
    ...wasm.set(TABLE),
    ...wasm.get(FEATURES),
    ...wasm.set(LEFT),
    ...wasm.LOOP,
    ...each,
    ...wasm.advance(TABLE, step),
    ...wasm.countDown(LEFT, 1),
  ];
  /** Goes through a pattern's bits and the table with it: `each` reads at ENTRY. */
  const forEachBit = (each: number[]) => [
    ...wasm.get(PATTERN),
    ...wasm.load(),
    ...wasm.set(BITS),
    ...forEachFeature(PLACES.table, 2 * entryBytes, [
      ...wasm.get(BITS),
      ...wasm.i32(1),
      ...wasm.AND,
      ...wasm.i32(entryBytes),
      ...wasm.MULTIPLY,
      ...wasm.get(TABLE),
      ...wasm.ADD,
      ...wasm.set(ENTRY),
      ...each,
      ...wasm.get(BITS),
      ...wasm.i32(1),
      ...wasm.SHIFT_RIGHT_UNSIGNED,
      ...wasm.set(BITS),
    ]),
  ];
  const multiply = wasm.lanes(vectors, (k) => [
    ...wasm.get(PRODUCT + k),
    ...wasm.get(ENTRY),
    ...wasm.loadVector(16 * k),
    ...wasm.MULTIPLY_DOUBLES,
    ...wasm.set(PRODUCT + k),
  ]);
  const writeShare = [
    ...wasm.get(SHARES),
    ...wasm.lanes(vectors, (k) => [
      ...wasm.get(PRODUCT + k),
      ...wasm.get(ENTRY),
      ...wasm.loadVector(16 * (vectors + k)),
      ...wasm.MULTIPLY_DOUBLES,
      ...(k === 0 ? [] : wasm.ADD_DOUBLES),
    ]),
    ...wasm.tee(sum),
    ...wasm.double(0),
    ...wasm.get(sum),
    ...wasm.double(1),
    ...wasm.ADD_F64,
    ...wasm.storeF64(),
    ...wasm.advance(SHARES, 8),
  ];
  const sharePatterns = [
    ...wasm.i32(PLACES.patterns),
    ...wasm.set(PATTERN),
    ...wasm.LOOP,
    ...wasm.lanes(vectors, (k) => [
      ...wasm.i32(PLACES.weights),
      ...wasm.loadVector(16 * k),
      ...wasm.set(PRODUCT + k),
    ]),
    ...forEachBit(multiply),
    ...wasm.get(PATTERN),
    ...wasm.i32(PLACES.patterns),
    ...wasm.SUB,
    ...wasm.i32(SHARES_STEP / 4),
    ...wasm.MULTIPLY,
    ...wasm.i32(PLACES.shares),
    ...wasm.ADD,
    ...wasm.set(SHARES),
    ...forEachBit(writeShare),
    ...wasm.advance(PATTERN, 4),
    ...wasm.countDown(PATTERNS, 1),
  ];
  const addToRows = [
    ...wasm.i32(PLACES.rowShares),
    ...wasm.set(PATTERN),
    ...wasm.i32(PLACES.sums),
    ...wasm.set(SUMS),
    ...wasm.LOOP,
    ...wasm.get(PATTERN),
    ...wasm.load(),
    ...wasm.set(SHARE),
    ...forEachFeature(PLACES.features, 4, [
      ...wasm.get(SUMS),
      ...wasm.get(TABLE),
      ...wasm.load(),
      ...wasm.ADD,
      ...wasm.tee(AT),
      ...wasm.get(AT),
      ...wasm.loadF64(),
      ...wasm.get(SHARE),
      ...wasm.loadF64(),
      ...wasm.ADD_F64,
      ...wasm.storeF64(),
      ...wasm.advance(SHARE, 8),
    ]),
    ...wasm.advance(PATTERN, 4),
    ...wasm.get(SUMS),
    ...wasm.get(ROW_BYTES),
    ...wasm.ADD,
    ...wasm.set(SUMS),
    ...wasm.countDown(ROWS, 1),
  ];
  return wasm.wasmModule("addShares", [...sharePatterns, ...addToRows], {
    parameters: 4,
    integers: PRODUCT - 4,
    doubles: 0,
    vectors: vectors + 1,
  });
}

/** The bytes of the modules, by number of vectors less one. */
export const SHARE_MODULES = Array.from({ length: MAX_VECTORS }, (_, k) => moduleFor(k + 1));

const compiled = SHARE_MODULES.map((bytes) => new WebAssembly.Module(bytes));

export type ShareFunction = (
  patterns: number,
  features: number,
  rows: number,
  rowBytes: number,
) => void;

/** The functions of the modules on a memory, by number of vectors less one. */
export function shareFunctions(memory: WebAssembly.Memory): ShareFunction[] {
  return compiled.map((module) =>
    new WebAssembly.Instance(module, { env: { memory } }).exports.addShares as ShareFunction
  );
}
