import type { BinnedFeature, BinnedTable } from "../binning/binned_table.ts";
import { crewControl } from "../../workers/crew.ts";
import { codeParts } from "./code_parts.ts";
import {
  NODE_BYTES,
  PART_BYTES,
  PIECE_ROWS,
  RECORD_BYTES,
  SLOT_BYTES,
  SPLIT_BYTES,
} from "./pieces/boosting_layout.ts";
import { type Arena, openArena } from "../kernels/arena.ts";
import { copyColumns, storePart } from "./copy_codes.ts";
import { type BoostingTask, PIECE, TREE } from "./pieces/boosting_pieces.ts";
import { boostingSteps, type Steps } from "./pieces/boosting_steps.ts";
import { plainRowsLast } from "./plain_rows.ts";
import { mostHistogramBytes, mostSlots, SLOT_GROUP, type StoredPart } from "./tree_slots.ts";

/** Rules for growing a boosted tree. */
export interface BoostedTreeRules {
  maxDepth: number;
  learningRate: number;
  /** Penalty on squared leaf scores. */
  l2: number;
  /** Minimum sum of second derivatives on each side of a split. */
  minChildWeight: number;
  /** Share of the rows drawn per tree. */
  subsample: number;
}

/** Everything that the trees of a fit share; addresses are in the arena. */
export interface BoostingFit {
  task: BoostingTask;
  arena: Arena;
  steps: Steps;
  features: BinnedFeature[];
  rules: BoostedTreeRules;
  /** Training rows, plain ones last; see plain_rows.ts. */
  rows: { length: number; plain: number };
  /** Rows that are scored but not learned from: the list of their indices, codes and scores. */
  validation: { length: number; rows: number; columns: number; scores: number } | null;
  sharedBin: Int16Array;
  parts: StoredPart[];
  /** Log-odds so far of the validation rows. */
  validationScores: Float64Array;
  /** Rows drawn for a tree. */
  drawn: number;
  mostNodes: number;
  mostSlots: number;
  histogramBytes: number;
  /** Addresses of histograms that no node has. */
  freeHistograms: number[];
  at: {
    /** Codes of the training rows, column by column. */
    columns: number;
    slots: number;
    parts: number;
    splits: number;
    /** See NODE_BYTES. */
    nodes: number;
    /** Whether a record goes left. */
    flags: number;
    /** The second area of records. */
    moved: number;
    /** Histograms of parts of a node. */
    moreHistograms: number;
  };
}

/** Lays out the memory of a fit. */
export function boostingFit(
  binned: BinnedTable,
  labels: Uint8Array,
  rules: BoostedTreeRules,
  { groupings, baseScore, seed, held, workers }: {
    groupings: Uint32Array[];
    baseScore: number;
    seed: number;
    held: BinnedTable | undefined;
    workers: number;
  },
): BoostingFit {
  const { features, length } = binned;
  const divided = codeParts(binned, groupings);
  const { order, plain, sharedBin } = plainRowsLast(binned);
  // groups are summed once, whether their rows are plain or not
  for (const { features, groups } of divided) {
    if (groups) features.forEach((f) => sharedBin[f] = -1);
  }
  const arena = openArena();
  const drawn = Math.max(1, Math.round(rules.subsample * length));
  // a second derivative is at most 1/4
  const mostLeaves = Math.min(
    2 ** rules.maxDepth,
    drawn,
    Math.floor(drawn / 4 / rules.minChildWeight) + 1,
  );
  const mostNodes = 2 * mostLeaves;
  const ranges = Math.ceil(length / PIECE_ROWS) + Math.ceil((held?.length ?? 0) / PIECE_ROWS) + 4;
  const slots = mostSlots(features.length, divided.length);
  const histogramBytes = mostHistogramBytes(features, divided.length);
  const mostPieces = 4 * mostNodes + 2 * ranges + Math.ceil(slots / SLOT_GROUP) * mostLeaves;
  // the sums of derivatives stay within 32 bits
  const bits = Math.floor(Math.log2((2 ** 31 - 1) / drawn));
  const secondUnits = 2 ** (bits + 3);
  const columns = copyColumns(arena, binned, order);
  const parts = divided.map((part) => storePart(arena, part, columns, order, sharedBin));
  const mostGroups = Math.max(0, ...divided.map(({ rows }) => rows?.length ?? 0));
  const task: BoostingTask = {
    control: crewControl(),
    memory: arena.memory,
    at: {
      pieces: arena.take(4 * PIECE * mostPieces),
      sums: arena.take(8 * Math.max(ranges, mostLeaves)),
      tree: arena.take(4 * Object.keys(TREE).length),
      codes: parts[0]!.codes,
      rows: arena.take(4 * length),
      records: arena.take(RECORD_BYTES * drawn),
      scores: arena.take(8 * length),
      labels: arena.take(length),
    },
    rowStep: parts[0]!.step,
    scratch: Array.from(
      { length: Math.max(1, workers) },
      () => arena.take(RECORD_BYTES * PIECE_ROWS + 8 * mostGroups),
    ),
    taken: new Int32Array(new SharedArrayBuffer(4)),
    firstUnits: 2 ** bits,
    secondUnits,
    l2: rules.l2,
    minChildUnits: Math.max(1, Math.ceil(rules.minChildWeight * secondUnits)),
    seed,
  };
  const at = {
    columns,
    slots: arena.take(SLOT_BYTES * slots),
    parts: arena.take(PART_BYTES * parts.length),
    splits: arena.take(SPLIT_BYTES * slots * mostLeaves),
    nodes: arena.take(NODE_BYTES * mostNodes),
    flags: arena.take(drawn),
    moved: arena.take(RECORD_BYTES * drawn),
    moreHistograms: arena.take(histogramBytes * ranges),
  };
  const validation = held
    ? {
      length: held.length,
      rows: arena.take(4 * held.length),
      columns: copyColumns(arena, held, Uint32Array.from({ length: held.length }, (_, i) => i)),
      scores: arena.take(8 * held.length),
    }
    : null;
  const { buffer } = arena.memory;
  new Float64Array(buffer, task.at.scores, length).fill(baseScore);
  new Uint8Array(buffer, task.at.labels, length).set(Uint8Array.from(order, (row) => labels[row]!));
  const validationScores = validation
    ? new Float64Array(buffer, validation.scores, validation.length).fill(baseScore)
    : new Float64Array(0);
  if (validation) {
    new Uint32Array(buffer, validation.rows, validation.length).forEach((_, i, list) =>
      list[i] = i
    );
  }
  return {
    task,
    arena,
    steps: boostingSteps(task, mostPieces),
    features,
    rules,
    rows: { length, plain },
    validation,
    sharedBin,
    parts,
    validationScores,
    drawn,
    mostNodes,
    mostSlots: slots,
    histogramBytes,
    freeHistograms: [],
    at,
  };
}
