import {
  type Data,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint8,
} from "apache-arrow";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { UserError } from "../../user_error.ts";
import {
  allocateNodes,
  type EnsembleFeature,
  type TreeEnsemble,
  type TreeNodes,
} from "../tree_ensemble.ts";
import { treeFault } from "./tree_fault.ts";

/**
 * The model file: an Apache Arrow IPC file (`.arrow`, Feather version 2), which pyarrow, polars and
 * R read as a table with one row per node.
 *
 * Columns: `tree` int32; `feature` int32 (index into the features, −1 in leaves); `threshold`
 * float64 (values up to it go left; for a category its index); `missing_left` uint8; `left`,
 * `right` int32 (row numbers, −1 in leaves); `value` float64 (share of class 1, or raw score);
 * `cover` float64 (training weight); `gain` float64 (decrease of impurity, or of loss).
 *
 * Schema metadata: `format`, `format_version`; `features`, a JSON list of `{kind, name,
 * categories?}`; `link` (`mean` or `logistic`); `base_score`; `nodes`, the number of rows; `crc32`
 * of features and columns; and every entry of the caller's metadata as `meta.<key>`.
 */
const FORMAT = "sodai tree ensemble";
const FORMAT_VERSION = "1";

const COLUMNS = {
  feature: "feature",
  threshold: "threshold",
  missingLeft: "missing_left",
  left: "left",
  right: "right",
  value: "value",
  cover: "cover",
  gain: "gain",
} as const satisfies Record<keyof TreeNodes, string>;

const FEATURES: z.ZodType<EnsembleFeature[]> = z.array(z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("numeric"), name: z.string() }),
  z.object({ kind: z.literal("categorical"), name: z.string(), categories: z.array(z.string()) }),
]));

const META = "meta.";

type ColumnValues = TreeNodes[keyof TreeNodes];

/** Encodes a model file; the same ensemble and metadata give the same bytes. */
export function encodeModel(
  ensemble: TreeEnsemble,
  metadata: Record<string, string>,
): Uint8Array {
  const { nodes, offsets } = ensemble;
  const length = nodes.feature.length;
  const tree = new Int32Array(length);
  for (let t = 0; t + 1 < offsets.length; t++) tree.fill(t, offsets[t]!, offsets[t + 1]!);
  const features = JSON.stringify(ensemble.features.map(plainFeature));
  const columns: [string, ColumnValues][] = [["tree", tree]];
  for (const [field, name] of Object.entries(COLUMNS)) {
    columns.push([name, nodes[field as keyof TreeNodes]]);
  }
  const entries: [string, string][] = [
    ["format", FORMAT],
    ["format_version", FORMAT_VERSION],
    ["features", features],
    ["link", ensemble.link],
    ["base_score", String(ensemble.baseScore)],
    ["nodes", String(length)],
    ["crc32", checksum(features, columns.map(([, values]) => values))],
    ...Object.entries(metadata).map(([key, value]): [string, string] => [META + key, value])
      .sort(([a], [b]) => a < b ? -1 : 1),
  ];
  const children = columns.map(([, values]) => columnData(values));
  const fields = columns.map(([name], c) => new Field(name, children[c]!.type, false));
  const schema = new Schema(fields, new Map(entries));
  const rows = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  return tableToIPC(new Table(schema, new RecordBatch(schema, rows)), "file");
}

/**
 * Reads a model file, and checks that its trees can be walked: see {@linkcode treeFault}.
 *
 * @throws UserError if the bytes are not a model file or are damaged.
 */
export function decodeModel(
  bytes: Uint8Array,
): { ensemble: TreeEnsemble; metadata: Record<string, string> } {
  const table = readTable(bytes);
  const entries = table.schema.metadata;
  const need = (key: string) => entries.get(key) ?? damaged(`its metadata lacks ${key}`);
  if (entries.get("format") !== FORMAT) damaged("it is an Arrow file, but not of a model");
  if (need("format_version") !== FORMAT_VERSION) {
    damaged(`its format version is ${entries.get("format_version")}, not ${FORMAT_VERSION}`);
  }
  const length = Number(need("nodes"));
  if (table.numRows !== length) damaged(`it has ${table.numRows} of ${length} nodes`);
  const column = <Values extends ColumnValues>(name: string, like: Values): Values => {
    const found = table.getChild(name) ?? damaged(`it lacks the column ${name}`);
    const values = found.toArray();
    if (found.nullCount > 0 || values.constructor !== like.constructor) {
      damaged(`its column ${name} has another type, or nulls`);
    }
    return values.slice();
  };
  const tree = column("tree", new Int32Array());
  const empty = allocateNodes(0);
  const nodes = Object.fromEntries(
    Object.entries(COLUMNS).map((
      [field, name],
    ) => [field, column(name, empty[field as keyof TreeNodes])]),
  ) as unknown as TreeNodes;
  const all = [tree, ...Object.keys(COLUMNS).map((field) => nodes[field as keyof TreeNodes])];
  if (checksum(need("features"), all) !== need("crc32")) damaged("its check sum does not match");

  const link = need("link");
  if (link !== "logistic" && link !== "mean") damaged(`its link is ${link}`);
  const ensemble: TreeEnsemble = {
    features: parseFeatures(need("features")),
    offsets: treeOffsets(tree),
    nodes,
    link,
    baseScore: Number(need("base_score")),
  };
  const fault = treeFault(ensemble);
  if (fault !== undefined) damaged(fault);
  const metadata: Record<string, string> = {};
  for (const [key, value] of entries) {
    if (key.startsWith(META)) metadata[key.slice(META.length)] = value;
  }
  return { ensemble, metadata };
}

/** Where each tree begins, and the number of nodes. */
function treeOffsets(tree: Int32Array): Int32Array {
  const offsets = [0];
  for (let node = 0; node < tree.length; node++) {
    if (tree[node] === offsets.length) offsets.push(node);
    else if (tree[node] !== offsets.length - 1) {
      damaged(`node ${node} is of tree ${tree[node]}, expected ${offsets.length - 1} or the next`);
    }
  }
  return Int32Array.from(tree.length > 0 ? [...offsets, tree.length] : offsets);
}

function parseFeatures(text: string): EnsembleFeature[] {
  try {
    return FEATURES.parse(JSON.parse(text));
  } catch {
    return damaged("its metadata has no list of features");
  }
}

/** The fields of a feature in a fixed order, so that equal models give equal bytes. */
function plainFeature(feature: EnsembleFeature): EnsembleFeature {
  return feature.kind === "numeric"
    ? { kind: feature.kind, name: feature.name }
    : { kind: feature.kind, name: feature.name, categories: feature.categories };
}

function columnData(values: ColumnValues): Data {
  if (values instanceof Int32Array) return makeData({ type: new Int32(), data: values });
  if (values instanceof Float64Array) return makeData({ type: new Float64(), data: values });
  return makeData({ type: new Uint8(), data: values });
}

function checksum(features: string, columns: ArrayBufferView[]): string {
  let sum = crc32(features);
  for (const { buffer, byteOffset, byteLength } of columns) {
    sum = crc32(new Uint8Array(buffer, byteOffset, byteLength), sum);
  }
  return sum.toString(16);
}

function readTable(bytes: Uint8Array): Table {
  try {
    return tableFromIPC(bytes);
  } catch (cause) {
    return damaged(`it cannot be read as an Arrow file (${(cause as Error).message})`);
  }
}

function damaged(why: string): never {
  throw new UserError(
    `The model file is damaged: ${why}. Train again, or restore models/model.arrow from a backup.`,
  );
}
