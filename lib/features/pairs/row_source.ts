import type { Column, ColumnTable } from "../../table/column_table.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { takeRows } from "../../table/take_rows.ts";
import {
  concatKeys,
  concatTables,
  type LabelledRows,
  pickKeys,
  REPEAT,
  repeatFlags,
  type RowKeys,
} from "./labelled_rows.ts";

/** Features read at a time: those of 300,000 rows take 19 MB, all of them 130 MB. */
const GROUP = 16;

/** Rows whose features are read a few at a time, so that few are in memory. */
export interface RowSource extends RowKeys {
  /** Names of the features, in order. */
  names: string[];
  /** Reads the features of these names, in this order. */
  read: (names: string[]) => ColumnTable;
}

/** Rows in memory as a source. */
export function sourceOf({ features, ...keys }: LabelledRows): RowSource {
  const named = new Map(features.columns.map((column) => [column.name, column]));
  return {
    ...keys,
    names: [...named.keys()],
    read: (names) => ({ length: keys.length, columns: names.map((name) => named.get(name)!) }),
  };
}

/**
 * Several sources with the same features, one after the other.
 *
 * @throws RangeError if their features differ.
 */
export function joinSources(parts: RowSource[]): RowSource {
  return {
    ...concatKeys(parts),
    names: parts[0]!.names,
    read: (names) => concatTables(parts.map((part) => part.read(names))),
  };
}

/**
 * A source that keeps some of its rows as their features are read, so that one pass over a file gives
 * both: a second one takes .4 s for 300,000 rows.
 *
 * @returns `rows`, to call once all features were read.
 */
export function keepingRows(
  source: RowSource,
  places: Int32Array,
): { source: RowSource; rows: () => LabelledRows } {
  const { names, read, ...keys } = source;
  const kept = new Map<string, Column>();
  return {
    source: {
      ...source,
      read: (wanted) => {
        const table = read(wanted);
        const columns = table.columns.filter(({ name }) => !kept.has(name));
        for (const column of takeRows({ ...table, columns }, places).columns) {
          kept.set(column.name, column);
        }
        return table;
      },
    },
    rows: () => ({
      ...pickKeys(keys, places),
      features: { length: places.length, columns: names.map((name) => kept.get(name)!) },
    }),
  };
}

/** All features, some at a time. */
export async function* featureGroups({ names, read }: RowSource): AsyncGenerator<ColumnTable> {
  for (let first = 0; first < names.length; first += GROUP) {
    yield read(names.slice(first, first + GROUP));
    await releaseMemory();
  }
}

/** {@linkcode repeatFlags} of a source. */
export function repeatedIn({ names, read }: RowSource): ReturnType<typeof repeatFlags> {
  return names.includes(REPEAT) ? repeatFlags(read([REPEAT])) : undefined;
}

/** All rows. */
export async function rowsOf(source: RowSource): Promise<LabelledRows> {
  const columns = [];
  for await (const group of featureGroups(source)) columns.push(...group.columns);
  const { names: _names, read: _read, ...keys } = source;
  return { ...keys, features: { length: keys.length, columns } };
}
