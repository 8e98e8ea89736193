import { chunkRange, type Footer, type ParquetColumn } from "./footer.ts";
import {
  BINARY,
  I32,
  I64,
  LIST,
  numberOf,
  pickFields,
  STRUCT,
  structOf,
  type Thrift,
  type ThriftStruct,
  writeThrift,
} from "./thrift.ts";

/** As in the file, as text, or its bare bytes and numbers. */
export type ToldAs = "stored" | "text" | "bare";

const MAGIC = new TextEncoder().encode("PAR1");

/** Some writers count too few bytes of a column: at most the header of a dictionary page. */
const SLACK = 256;

/**
 * A parquet file of one column of a file: its pages, under a footer of its own. What polars does not
 * see cannot trouble it: other columns, notes of other programs, statistics, indices.
 *
 * @param as the type that polars is told.
 */
export function oneColumnFile(
  bytes: Uint8Array,
  { fields, start: dataEnd, groups }: Footer,
  column: ParquetColumn,
  as: ToldAs,
): Uint8Array<ArrayBuffer> {
  const parts = [MAGIC];
  let end = MAGIC.length;
  const moved = groups.map((group) => {
    const chunk = group.chunks[column.leaf]!, { start, length } = chunkRange(chunk)!;
    const pages = bytes.subarray(start, Math.min(dataEnd, start + length + SLACK));
    const own = movedChunk(chunk, end - start);
    parts.push(pages as Uint8Array<ArrayBuffer>);
    end += pages.length;
    return pickFields(group.fields, [2, 3]).set(1, structs([own]));
  });
  const root: ThriftStruct = new Map<number, Thrift>([
    [4, { type: BINARY, bytes: new TextEncoder().encode("schema") }],
    [5, { type: I32, number: 1 }],
  ]);
  const footer = writeThrift(
    pickFields(fields, [1, 3, 6])
      .set(2, structs([root, elementOf(column, as)]))
      .set(4, structs(moved)),
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, footer.length, true);
  return joined([...parts, footer, length, MAGIC]);
}

/** The type, length, repetition and name of a column, with the meaning that polars is told. */
function elementOf({ element }: ParquetColumn, as: ToldAs): ThriftStruct {
  if (as === "stored") return pickFields(element, [1, 2, 3, 4, 6, 7, 8, 10]);
  const bare = pickFields(element, [1, 2, 3, 4]);
  if (as === "bare") return bare;
  return bare.set(6, { type: I32, number: 0 })
    .set(10, { type: STRUCT, fields: new Map([[1, { type: STRUCT, fields: new Map() }]]) });
}

/** Where the pages are and how they are encoded, without statistics and indices. */
function movedChunk(chunk: ThriftStruct, by: number): ThriftStruct {
  const meta = pickFields(structOf(chunk, 3)!, [1, 2, 3, 4, 5, 6, 7, 9, 11]);
  for (const place of [9, 11]) {
    const offset = numberOf(meta, place);
    if (offset) meta.set(place, { type: I64, number: offset + by });
  }
  return new Map<number, Thrift>([
    [2, { type: I64, number: 0 }],
    [3, { type: STRUCT, fields: meta }],
  ]);
}

function structs(items: ThriftStruct[]): Thrift {
  return { type: LIST, of: STRUCT, items: items.map((fields) => ({ type: STRUCT, fields })) };
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
