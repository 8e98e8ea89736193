import type { Random } from "../../../lib/stats/random.ts";
import type { Cell, PlainColumn, PlainTable, PlainTables, Stored } from "./plain_table.ts";

const WEEK_MS = 7 * 86_400_000;
const ODD_NUMBERS = [0, -1, 1e-9, 0.5, 2 ** 31, 2 ** 53, 1e300, -1e300, NaN, Infinity, -Infinity];
const ODD_TEXTS = [
  "",
  " ",
  "nan",
  "null",
  "1.234,5",
  "=SUM(A1)",
  "\u001b[31mred\u001b[0m",
  "a\u0000b",
  "\u202eevil",
  "l\u00ednea\nnueva",
  "\ud83c\udf7a".repeat(40),
  "x".repeat(10_000),
];
const TYPES: Stored[] = [
  "int64",
  "int32",
  "float64",
  "float32",
  "text",
  "categorical",
  "boolean",
  "date",
  "datetime",
  "datetime_utc",
  "list",
  "struct",
];

/** One change to the tables, drawn at random; its kind is the key. */
type Mutation = (tables: PlainTables, chance: Random) => void;

/** The kinds of change, by name: what goes wrong in exports, one at a time. */
export const MUTATIONS: Record<string, Mutation> = {
  "drop a column": (tables, chance) => {
    const table = anyTable(tables, chance);
    table.splice(chance.below(table.length), 1);
  },
  "rename a column": (tables, chance) => {
    const column = anyColumn(tables, chance);
    column.name = pick(chance, [
      column.name.toUpperCase(),
      `${column.name}\u00a0`,
      `${column.name}.1`,
      column.name.replaceAll("_", ""),
      "\u001b[2J",
    ]);
  },
  "add a column": (tables, chance) => {
    const table = anyTable(tables, chance), column = anyOf(table, chance);
    table.push({ ...column, name: `extra ${chance.below(9)}`, stored: pick(chance, TYPES) });
  },
  "reorder the columns": (tables, chance) => void anyTable(tables, chance).reverse(),
  "store a column in another type": (tables, chance) => {
    anyColumn(tables, chance).stored = pick(chance, TYPES);
  },
  "empty some cells": (tables, chance) => {
    const share = pick(chance, [0.001, 0.009, 0.05, 0.5, 1]);
    change(anyColumn(tables, chance), share, chance, () => null);
  },
  "put an odd number in some cells": (tables, chance) => {
    const odd = pick(chance, ODD_NUMBERS);
    const column = anyColumn(tables, chance, (found) => found.stored !== "text");
    change(column, pick(chance, [0, 0.01, 0.3, 1]), chance, () => odd);
  },
  "put an odd text in some cells": (tables, chance) => {
    const odd = pick(chance, ODD_TEXTS);
    const column = anyColumn(tables, chance, (found) => found.stored === "text");
    change(column, pick(chance, [0, 0.1, 1]), chance, () => odd);
  },
  "scale a column": (tables, chance) => {
    const factor = pick(chance, [-1, 0, 0.001, 1000, 1e12]);
    const column = anyColumn(tables, chance, (found) => typeof found.cells[0] === "number");
    change(column, 1, chance, (cell) => typeof cell === "number" ? cell * factor : cell);
  },
  "negate the newest weeks": (tables, chance) => {
    const items = named(tables, "items"), dates = named(tables, "purchase_date");
    if (!items || !dates) return;
    const from = newest(dates) - (1 + chance.below(4)) * WEEK_MS;
    items.cells = items.cells.map((cell, row) =>
      Number(dates.cells[row]) > from && typeof cell === "number" ? -Math.abs(cell) : cell
    );
  },
  "make a column constant": (tables, chance) => {
    const column = anyColumn(tables, chance), [first] = column.cells;
    change(column, 1, chance, () => first ?? null);
  },
  "shuffle a column": (tables, chance) => {
    const { cells } = anyColumn(tables, chance);
    for (let i = cells.length - 1; i > 0; i--) {
      const j = chance.below(i + 1);
      [cells[i], cells[j]] = [cells[j]!, cells[i]!];
    }
  },
  "drop rows": (tables, chance) => {
    const share = pick(chance, [0.01, 0.5, 0.95, 1]);
    keepRows(anyTable(tables, chance), () => chance.uniform() >= share);
  },
  "repeat rows": (tables, chance) => {
    const share = pick(chance, [0.01, 0.5, 1]);
    const table = anyTable(tables, chance), rows = table[0]?.cells.length ?? 0;
    const again = Array.from({ length: rows }, (_, row) => row)
      .filter(() => chance.uniform() < share);
    for (const column of table) column.cells.push(...again.map((row) => column.cells[row]!));
  },
  "keep a few of a column's values": (tables, chance) => {
    const table = anyTable(tables, chance), column = anyOf(table, chance);
    const distinct = [...new Set(column.cells)],
      few = new Set(distinct.slice(0, 1 + chance.below(3)));
    const { cells } = column;
    keepRows(table, (row) => few.has(cells[row]!));
  },
  "cut out weeks": (tables, chance) => {
    const dates = named(tables, "purchase_date");
    if (!dates) return;
    const { cells } = dates, to = newest(dates) - chance.below(9) * WEEK_MS;
    const from = to - (1 + chance.below(6)) * WEEK_MS;
    keepRows(
      tables["transacciones"]!,
      (row) => !(Number(cells[row]) > from && Number(cells[row]) <= to),
    );
  },
  "shift the dates": (tables, chance) => {
    const days = pick(chance, [-40_000, -730, -7, -1, 1, 7, 730]);
    const dates = named(tables, "purchase_date");
    if (dates) {
      change(dates, pick(chance, [0, 0.2, 1]), chance, (cell) => Number(cell) + days * WEEK_MS / 7);
    }
  },
  "renumber a key in one table": (tables, chance) => {
    const column = anyColumn(tables, chance, ({ name }) => name.endsWith("_id"));
    const offset = pick(chance, [1, -1_000_000, 2 ** 40]);
    change(column, pick(chance, [0.01, 1]), chance, (cell) => Number(cell) + offset);
  },
  "write a key as text": (tables, chance) => {
    const name = pick(chance, ["customer_id", "product_id", "order_id"]);
    const prefix = pick(chance, ["", "C", "00", " "]);
    const everywhere = chance.uniform() < 0.7;
    for (const table of Object.values(tables)) {
      const column = table.find((candidate) => candidate.name === name);
      if (!column) continue;
      column.stored = "text";
      column.cells = column.cells.map((cell) => cell === null ? null : `${prefix}${cell}`);
      if (!everywhere) return;
    }
  },
  "swap two tables": (tables, chance) => {
    const [a, b] = [pick(chance, Object.keys(tables)), pick(chance, Object.keys(tables))];
    [tables[a], tables[b]] = [tables[b]!, tables[a]!];
  },
};

function pick<T>(chance: Random, options: readonly T[]): T {
  return options[chance.below(options.length)]!;
}

function anyTable(tables: PlainTables, chance: Random): PlainTable {
  return tables[pick(chance, Object.keys(tables))]!;
}

function anyOf(table: PlainTable, chance: Random): PlainColumn {
  return table.length > 0 ? pick(chance, table) : { name: "none", stored: "text", cells: [] };
}

/** A column of any table; only of those that fit, where there are some. */
function anyColumn(
  tables: PlainTables,
  chance: Random,
  fits: (column: PlainColumn) => boolean = () => true,
): PlainColumn {
  const table = anyTable(tables, chance), fitting = table.filter(fits);
  return anyOf(fitting.length > 0 ? fitting : table, chance);
}

function named(tables: PlainTables, name: string): PlainColumn | undefined {
  return tables["transacciones"]!.find((column) => column.name === name);
}

function newest({ cells }: PlainColumn): number {
  return cells.reduce<number>((latest, cell) => Math.max(latest, Number(cell) || 0), 0);
}

/** Changes a share of the cells, one at least. */
function change(
  column: PlainColumn,
  share: number,
  chance: Random,
  to: (cell: Cell) => Cell,
): void {
  const one = chance.below(Math.max(1, column.cells.length));
  column.cells = column.cells.map((cell, row) =>
    row === one || chance.uniform() < share ? to(cell) : cell
  );
}

function keepRows(table: PlainTable, keep: (row: number) => boolean): void {
  const rows = Array.from({ length: table[0]?.cells.length ?? 0 }, (_, row) => row).filter(keep);
  for (const column of table) column.cells = rows.map((row) => column.cells[row]!);
}
