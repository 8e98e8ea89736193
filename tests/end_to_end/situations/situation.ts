import { simulate } from "../../../lib/simulator/simulator.ts";
import {
  type Cell,
  type PlainColumn,
  plainTable,
  type PlainTables,
} from "../mutations/plain_table.ts";
import type { GivenParameters } from "../../../lib/config/config.ts";

/** What people report about their files, by kind. */
export type Kind = "layout" | "types" | "names" | "time" | "meaning" | "scale" | "text";

/** The input folder of a situation, before it is read. */
export interface Folder {
  tables: PlainTables;
  /** Files to write beside, or instead of, those of the tables. */
  files: Record<string, Uint8Array<ArrayBuffer> | string>;
  /** Changes the folder on disk, after the files are written. */
  after?: (path: string) => void;
}

/** A situation that people report, and what is right. */
export interface Situation {
  kind: Kind;
  /** What happened to the files. */
  name: string;
  change: (folder: Folder) => void;
  given?: GivenParameters;
  /** The time of the run; by default a day after the data end. */
  now?: string;
  /**
   * `same`: read as the plain input is. `done`: the run succeeds, with a finite probability of every
   * pair. Otherwise what a warning, the refusal or the reason to hold the run must say.
   */
  expected: "same" | "done" | { warns: RegExp } | { refused: RegExp } | { held: RegExp };
}

/** A world of nine weeks; the last order is on Sunday, 2024-03-03. */
const { transacciones, clientes, productos } = simulate({
  seed: 1,
  customers: 30,
  products: 12,
  weeks: 9,
});

/** The time of a run, a day after the data end. */
export const NOW = "2024-03-04T12:00:00Z";

/** The three tables without a change, to be changed. */
export function plainTables(): PlainTables {
  return {
    transacciones: plainTable(transacciones),
    clientes: plainTable(clientes),
    productos: plainTable(productos),
  };
}

/** The files of the tables, unless `files` has others. */
export const TABLES = ["transacciones", "clientes", "productos"] as const;

/** A column of a table, to be changed. */
export function column(folder: Folder, table: typeof TABLES[number], name: string): PlainColumn {
  return folder.tables[table]!.find((candidate) => candidate.name === name)!;
}

/** Changes every cell of a column. */
export function each(found: PlainColumn, to: (cell: Cell, row: number) => Cell): void {
  found.cells = found.cells.map(to);
}
