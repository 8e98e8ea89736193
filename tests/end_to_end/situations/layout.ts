import { join } from "node:path";
import { parquetOf, type PlainColumn } from "../mutations/plain_table.ts";
import type { Situation } from "./situation.ts";

/** Files and folders that are not what the contract says, or only look so. */
export const LAYOUT: Omit<Situation, "kind">[] = [
  { name: "nothing is changed", change: () => {}, expected: "same" },
  {
    name: "rows in another order",
    change: ({ tables }) => {
      for (const table of Object.values(tables)) for (const { cells } of table) cells.reverse();
    },
    expected: "same",
  },
  {
    name: "columns in another order",
    change: ({ tables }) => Object.values(tables).forEach((table) => table.reverse()),
    expected: "same",
  },
  {
    name: "every line twice",
    change: ({ tables }) => {
      for (const found of tables["transacciones"]!) found.cells.push(...found.cells);
    },
    expected: "same",
  },
  {
    name: "every shop twice",
    change: ({ tables }) => {
      for (const found of tables["clientes"]!) found.cells.push(...found.cells);
    },
    expected: "same",
  },
  {
    name: "other files beside",
    change: ({ files }) => files["notas.txt"] = "mine",
    expected: "same",
  },
  {
    name: "a missing file",
    change: ({ tables }) => delete tables["productos"],
    expected: { refused: /productos\.parquet is missing: expected .*\nPut the files there/ },
  },
  {
    name: "an empty file",
    change: ({ files }) => files["clientes.parquet"] = "",
    expected: { refused: /clientes\.parquet: expected a parquet file.* an empty file \(0 bytes\)/ },
  },
  {
    name: "a CSV file with the name of a parquet file",
    change: ({ files }) => files["clientes.parquet"] = "customer_id;X;Y\n1;2;3\n",
    expected: { refused: /clientes\.parquet: expected a parquet file.* starts with "cust"/ },
  },
  {
    name: "a file cut by a broken copy",
    change: ({ files, tables }) => {
      files["transacciones.parquet"] = parquetOf(tables["transacciones"]!).slice(0, -100);
    },
    expected: { refused: /transacciones\.parquet: .*truncated|transacciones\.parquet: .*cut/ },
  },
  {
    name: "bytes lost in the middle",
    change: ({ files, tables }) => {
      const bytes = parquetOf(tables["transacciones"]!);
      bytes.fill(0xff, 40, bytes.length >> 1);
      files["transacciones.parquet"] = bytes;
    },
    expected: {
      refused: /transacciones\.parquet[^]*a damaged page .*export or copy the file again/,
    },
  },
  {
    name: "a folder of partitions",
    change: (folder) => {
      delete folder.tables["transacciones"];
      folder.after = (path) => {
        const part = join(path, "transacciones.parquet", "year=2024");
        Deno.mkdirSync(part, { recursive: true });
        Deno.copyFileSync(join(path, "clientes.parquet"), join(part, "part-0.parquet"));
      };
    },
    expected: { refused: /transacciones\.parquet: expected .* file, found a folder/ },
  },
  {
    name: "a named pipe",
    change: (folder) => {
      delete folder.tables["clientes"];
      folder.after = (path) => {
        new Deno.Command("mkfifo", { args: [join(path, "clientes.parquet")] }).outputSync();
      };
    },
    expected: { refused: /clientes\.parquet: expected .*found a .*pipe/ },
  },
  {
    name: "two files that were swapped",
    change: ({ tables }) =>
      [tables["clientes"], tables["productos"]] = [tables["productos"]!, tables["clientes"]!],
    expected: {
      refused:
        /clientes\.parquet: expected the columns customer_id, .* found none of them, but product_id[^]*productos\.parquet: expected the columns product_id/,
    },
  },
  {
    name: "a table without rows",
    change: ({ tables }) => tables["productos"]!.forEach((found) => found.cells = []),
    expected: { refused: /productos\.parquet: expected at least one row, found an empty table/ },
  },
  {
    name: "a file without columns",
    change: ({ tables }) => tables["clientes"] = [],
    expected: { refused: /clientes\.parquet/ },
  },
  {
    name: "several faults, told at once",
    change: (folder) => {
      folder.files["clientes.parquet"] = "";
      delete folder.tables["productos"];
    },
    expected: { refused: /clientes\.parquet[^]*productos\.parquet is missing/ },
  },
  {
    name: "an index column of pandas",
    change: ({ tables }) => {
      const rows = tables["clientes"]![0]!.cells.length;
      tables["clientes"]!.push({
        name: "__index_level_0__",
        stored: "int64",
        cells: Array.from({ length: rows }, (_, row) => row),
      });
    },
    expected: "same",
  },
  ...(["list", "struct", "categorical", "datetime_utc", "boolean"] as PlainColumn["stored"][]).map((
    stored,
  ) => ({
    name: `an extra column, stored as ${stored}`,
    change: ({ tables }: { tables: Record<string, PlainColumn[]> }) => {
      const { cells } = tables["productos"]![0]!;
      tables["productos"]!.push({ name: "extra", stored, cells: cells.map(() => 1) });
    },
    expected: "same" as const,
  })),
  {
    name: "a path with [ ] * ?",
    change: () => {},
    given: { data_dir: "semana [48] ventas*?" },
    expected: "same",
  },
];
