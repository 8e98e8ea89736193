/**
 * The pieces of work of a fit, which any thread of the crew does. A piece is a line of 16 integers in
 * shared memory: its kind, then its arguments. All addresses are in the fit's shared memory.
 */
import { random } from "../../../stats/random.ts";
import { crewMember } from "../../../workers/crew.ts";
import { job } from "../../../workers/job.ts";
import { loadKernel } from "../../kernels/load_kernel.ts";
import { RECORD_BYTES } from "./boosting_layout.ts";

/** Integers of a piece. */
export const PIECE = 16;

// kinds of pieces, with their arguments
/** Draws rows and starts their records: begin, end, wanted, first record, stream, piece sums. */
export const DRAW = 0;
/** Sums records: histogram, records, plain records, end. */
export const SUM = 1;
/**
 * Adds up, subtracts and searches: histogram, more histograms, their number, sibling, slots, their
 * end, first and last byte of their histograms, and, where the node and its sibling are to be
 * searched, the addresses of their splits and the positions of their sums.
 */
export const SEARCH = 2;
/** Marks the records that go left: records, end, codes of the feature, first and span of what goes left, flags; sets COUNT. */
export const MARK = 3;
/** Moves records: records, end, flags, left, right. */
export const MOVE = 4;
/** Adds a leaf's value: records, end; VALUE. */
export const ADD_LEAF = 5;
/** Adds the values of a tree: rows, end, codes by column, rows of a column, scores, root, depth. */
export const ADD_TREE = 6;

/** Where MARK writes its count. */
export const COUNT = 15;
/** Where ADD_LEAF has its value, in doubles. */
export const VALUE = 7;

/** What the threads of a fit share. */
export interface BoostingTask {
  control: Int32Array;
  memory: WebAssembly.Memory;
  /** Addresses; `pieces` and `sums` are set before a step. */
  at: {
    pieces: number;
    /** Packed sums of nodes, i64. */
    sums: number;
    /** The tree's seed, sizes and addresses; see {@linkcode TREE}. */
    tree: number;
    codes: number;
    rows: number;
    records: number;
    scores: number;
    labels: number;
  };
  /** Bytes of the codes of a row. */
  rowStep: number;
  /** Address of the working memory of each thread, and how many have taken theirs. */
  scratch: number[];
  taken: Int32Array;
  /** A first derivative of 1 in integer units; a second derivative of 1 likewise. */
  firstUnits: number;
  secondUnits: number;
  l2: number;
  /** Minimum sum of second derivatives on each side of a split, in units; at least 1. */
  minChildUnits: number;
  seed: number;
}

/** Positions of the integers that change from tree to tree. */
export const TREE = { round: 0, parts: 1, partsEnd: 2, bytes: 3 } as const;

type Kernel<Name extends string, Result = void> = Record<
  Name,
  (...args: (number | bigint)[]) => Result
>;
const kernel = <Exports>(name: string) =>
  loadKernel<Exports>(new URL(`./${name}.shared.wasm`, import.meta.url));
const startKernel = kernel<Kernel<"startRecords", bigint>>("start_records");
const sumKernel = kernel<Kernel<"sumRecords" | "addHistogram" | "subtractHistogram">>(
  "sum_records",
);
const searchKernel = kernel<Kernel<"searchSlots">>("search_slots");
const moveKernel = kernel<
  Kernel<"markLeft", number> & Kernel<"moveRecords" | "addLeaf" | "addTree">
>(
  "move_records",
);

/** Returns a function that does a piece. */
export function boostingPieces(task: BoostingTask): (piece: number) => void {
  const { memory, at, rowStep, seed } = task;
  const { buffer } = memory;
  const scratch = task.scratch[Atomics.add(task.taken, 0, 1)]!;
  const { startRecords } = startKernel(memory);
  const { sumRecords, addHistogram, subtractHistogram } = sumKernel(memory);
  const { searchSlots } = searchKernel(memory);
  const { markLeft, moveRecords, addLeaf, addTree } = moveKernel(memory);
  const tree = new Uint32Array(buffer, at.tree);
  const sums = new BigInt64Array(buffer, at.sums);
  const pieces = new Uint32Array(buffer, at.pieces);
  const values = new Float64Array(buffer, at.pieces);
  const rows = new Uint32Array(buffer, at.rows);
  const units = [1 / task.firstUnits, 1 / task.secondUnits];
  const searched = [...units, task.l2, task.minChildUnits];

  return (piece) => {
    const line = piece * PIECE;
    const [kind, a, b, c, d, e, f, g] = pieces.subarray(line, line + 8);
    switch (kind) {
      case DRAW:
        return draw(a!, b!, c!, d!, e!);
      case SUM:
        return sumRecords(
          a!,
          tree[TREE.bytes]!,
          tree[TREE.parts]!,
          tree[TREE.partsEnd]!,
          b!,
          c!,
          d!,
          scratch,
        );
      case SEARCH:
        return search(pieces.subarray(line + 1, line + PIECE));
      case MARK:
        pieces[line + COUNT] = markLeft(a!, b!, c!, d!, e!, f!);
        return;
      case MOVE:
        return moveRecords(a!, b!, c!, d!, e!);
      case ADD_LEAF:
        return addLeaf(a!, b!, values[(line >> 1) + VALUE]!, at.scores);
      case ADD_TREE:
        return addTree(a!, b!, c!, d!, e!, f!, g!);
    }
  };

  /**
   * Draws rows from a range without replacement (selection sampling; Knuth, TAOCP 2, 3.4.2). In
   * the list of rows, those that were not drawn follow the drawn ones of the range.
   */
  function draw(begin: number, end: number, wanted: number, record: number, stream: number): void {
    const round = tree[TREE.round]!;
    const { uint32 } = random(seed, round, stream);
    let drawn = begin, others = begin + wanted;
    for (let row = begin, left = wanted; row < end; row++) {
      if (left > 0 && (left === end - row || uint32() * (end - row) < left * 2 ** 32)) {
        rows[drawn++] = row;
        left--;
      } else rows[others++] = row;
    }
    const list = at.rows + 4 * begin;
    sums[stream] = startRecords(
      list,
      list + 4 * wanted,
      at.records + RECORD_BYTES * record,
      at.codes,
      rowStep,
      at.scores,
      at.labels,
      random(seed, round).uint32(),
      task.firstUnits,
      task.secondUnits,
    );
  }

  function search(line: Uint32Array): void {
    const [histogram, more, count, sibling, slots, end, from, to] = line;
    for (let k = 0; k < count!; k++) {
      addHistogram(histogram!, more! + k * tree[TREE.bytes]!, from!, to!);
    }
    if (sibling) subtractHistogram(sibling, histogram!, from!, to!);
    const [splits, sum, siblingSplits, siblingSum] = line.subarray(8);
    if (splits) searchSlots(histogram!, slots!, end!, splits, sums[sum!]!, ...searched);
    if (siblingSplits) {
      searchSlots(sibling!, slots!, end!, siblingSplits, sums[siblingSum!]!, ...searched);
    }
  }
}

/** The work of the crew's other threads. */
export function boostElsewhere(task: BoostingTask): () => void {
  return () => crewMember(task.control, boostingPieces(task));
}

/** The job of {@linkcode boostElsewhere}. */
export const BOOST = job(import.meta.url, boostElsewhere);
