import { crc32 } from "node:zlib";
import { chunkRange, type Footer, type ParquetColumn } from "./footer.ts";
import { LIST, numberOf, readThrift, structOf, type ThriftStruct } from "./thrift.ts";

/** The highest numbers that `parquet.thrift` gives to codecs and encodings. */
const LAST = { type: 7, repetition: 2, converted: 21, codec: 7, encoding: 9 };

/** Kinds of pages, and where their header has its number of values. */
const DATA = 0, DICTIONARY = 2, DATA_V2 = 3;
const HEADER_OF = { [DATA]: 5, [DICTIONARY]: 7, [DATA_V2]: 8 };

/** Where such a header has its encodings. */
const ENCODINGS_OF = { [DATA]: [2, 3, 4], [DICTIONARY]: [2], [DATA_V2]: [4] };

/**
 * Walks the pages of a column: their sizes and numbers of values must fit the file, and checksums
 * their bytes, where they have one. Polars checks little of that: a damaged size can end the process.
 * O(bytes of the column), about a second per 2 GB.
 *
 * @returns what is wrong with the first damaged page, if any.
 */
export function pageFault(
  bytes: Uint8Array,
  { groups, start: dataEnd }: Footer,
  { leaf, element }: ParquetColumn,
): string | undefined {
  const data = bytes.subarray(0, dataEnd);
  const isKnown = upTo(numberOf(element, 1), LAST.type) &&
    upTo(numberOf(element, 3), LAST.repetition) &&
    upTo(numberOf(element, 6) ?? 0, LAST.converted);
  if (!isKnown) return "an unknown type";
  for (const [group, { rows, chunks }] of groups.entries()) {
    const place = `in row group ${group + 1} of ${groups.length}`;
    const chunk = chunks[leaf]!, range = chunkRange(chunk);
    if (!range || range.start < 4 || range.length < 0 || range.start + range.length > dataEnd) {
      return `pages outside the file ${place}`;
    }
    if (!isSound(structOf(chunk, 3)!, rows)) {
      return `an unknown encoding, or values that contradict the rows, ${place}`;
    }
    let values = 0;
    // some writers count a few bytes too few: the last page may end beyond the range
    for (let at = range.start; at < range.start + range.length;) {
      const page = pageAt(data, at);
      if (!page) return `a damaged page ${place}, byte ${at}`;
      if (page.checksum !== undefined && page.checksum !== crc32(page.data)) {
        return `a page whose checksum fails ${place}, byte ${at}`;
      }
      values += page.values;
      at = page.end;
    }
    if (values !== rows) return `pages of ${values} values for ${rows} rows ${place}`;
  }
  return undefined;
}

/** Whether the description of a column's pages has known numbers, and a value for each row. */
function isSound(meta: ThriftStruct, rows: number): boolean {
  const encodings = meta.get(2);
  return numberOf(meta, 5) === rows && upTo(numberOf(meta, 1), LAST.type) &&
    upTo(numberOf(meta, 4), LAST.codec) && encodings?.type === LIST &&
    encodings.items.every((item) => "number" in item && upTo(item.number, LAST.encoding));
}

function upTo(number: number | undefined, last: number): boolean {
  return number !== undefined && number >= 0 && number <= last;
}

interface Page {
  data: Uint8Array;
  checksum: number | undefined;
  /** Values in rows; none in a dictionary. */
  values: number;
  end: number;
}

function pageAt(bytes: Uint8Array, at: number): Page | undefined {
  try {
    const { fields, end: start } = readThrift(bytes, at);
    const kind = numberOf(fields, 1), size = numberOf(fields, 2), length = numberOf(fields, 3);
    const crc = numberOf(fields, 4);
    if (kind !== DATA && kind !== DICTIONARY && kind !== DATA_V2) return undefined;
    const header: ThriftStruct = structOf(fields, HEADER_OF[kind]) ?? new Map();
    const count = numberOf(header, 1);
    if (!ENCODINGS_OF[kind].every((id) => upTo(numberOf(header, id), LAST.encoding))) {
      return undefined;
    }
    if ([size, length, count].some((number) => number === undefined || number < 0)) {
      return undefined;
    }
    if (start + length! > bytes.length) return undefined;
    return {
      data: bytes.subarray(start, start + length!),
      checksum: crc === undefined ? undefined : crc >>> 0,
      values: kind === DICTIONARY ? 0 : count!,
      end: start + length!,
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
