import { type ArrowField, arrowFields } from "./arrow_fields.ts";
import { numberOf, readThrift, structOf, structsOf, textOf, type ThriftStruct } from "./thrift.ts";

/** A top-level column of a parquet file. */
export interface ParquetColumn {
  name: string;
  /** Its element of the schema. */
  element: ThriftStruct;
  /** Number of its first leaf, which is its position in every row group. */
  leaf: number;
  /** Number of children; 0 for a column of plain values. */
  children: number;
  /** What Arrow noted about it. */
  arrow?: ArrowField | undefined;
}

/** What a parquet file says about itself. */
export interface Footer {
  fields: ThriftStruct;
  /** The first byte of the footer, which is the end of the data. */
  start: number;
  rows: number;
  columns: ParquetColumn[];
  /** The row groups that have rows. */
  groups: RowGroup[];
}

/** Some rows of a parquet file. */
export interface RowGroup {
  fields: ThriftStruct;
  rows: number;
  /** The pages of each leaf. */
  chunks: ThriftStruct[];
}

/**
 * Reads the footer of a parquet file.
 *
 * @throws RangeError if it contradicts itself or the size of the file.
 */
export function readFooter(bytes: Uint8Array): Footer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(bytes.length - 8, true), start = bytes.length - 8 - length;
  if (start < 4) throw new RangeError(`a footer of ${length} bytes in a file of ${bytes.length}`);
  const { fields } = readThrift(bytes.subarray(start, bytes.length - 8));
  const { columns, leaves } = columnsOf(structsOf(fields, 2));
  const rows = numberOf(fields, 3) ?? NaN;
  const groups = structsOf(fields, 4).map((group) => ({
    fields: group,
    rows: numberOf(group, 3) ?? NaN,
    chunks: structsOf(group, 1),
  })).filter((group) => group.rows !== 0);
  const inGroups = groups.reduce((sum, group) => sum + group.rows, 0);
  if (rows !== inGroups) throw new RangeError(`${rows} rows, but ${inGroups} in the row groups`);
  const wrong = groups.find((group) => group.chunks.length !== leaves);
  if (wrong) {
    throw new RangeError(`${leaves} columns, but a row group of ${wrong.chunks.length}`);
  }
  const noted = arrowFields(keyValues(fields).get("ARROW:schema"));
  for (const column of columns) column.arrow = noted.get(column.name);
  return { fields, start, rows, columns, groups };
}

/** The schema is a list of elements, parents before children. */
function columnsOf(elements: ThriftStruct[]): { columns: ParquetColumn[]; leaves: number } {
  const columns: ParquetColumn[] = [];
  let at = 1, leaves = 0;
  const walk = (top: boolean) => {
    const element = elements[at++];
    if (!element) throw new RangeError("a schema that ends too early");
    const children = numberOf(element, 5) ?? 0;
    if (top) columns.push({ name: textOf(element, 4) ?? "", element, leaf: leaves, children });
    if (children === 0) leaves++;
    for (let child = 0; child < children; child++) walk(false);
  };
  const width = elements[0] ? numberOf(elements[0], 5) ?? 0 : 0;
  for (let column = 0; column < width; column++) walk(true);
  if (at !== elements.length && elements.length > 0) {
    throw new RangeError(`a schema of ${elements.length} elements, of which ${at} are used`);
  }
  return { columns, leaves };
}

function keyValues(fields: ThriftStruct): Map<string, string> {
  return new Map(
    structsOf(fields, 5).map((pair) => [textOf(pair, 1) ?? "", textOf(pair, 2) ?? ""]),
  );
}

/** The bytes of a column chunk: where its first page starts, and their number. */
export function chunkRange(chunk: ThriftStruct): { start: number; length: number } | undefined {
  const meta = structOf(chunk, 3);
  if (!meta) return undefined;
  const data = numberOf(meta, 9), dictionary = numberOf(meta, 11), length = numberOf(meta, 7);
  if (data === undefined || length === undefined) return undefined;
  const first = dictionary !== undefined && dictionary > 0 ? Math.min(dictionary, data) : data;
  return { start: first, length };
}
