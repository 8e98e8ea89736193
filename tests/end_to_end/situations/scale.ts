import { column, each, type Folder, type Situation } from "./situation.ts";

/** Keeps the first rows of a table of customers or products, and the order lines of these. */
const first = (table: "clientes" | "productos", key: string, count: number) => (folder: Folder) => {
  for (const found of folder.tables[table]!) found.cells = found.cells.slice(0, count);
  const known = new Set(column(folder, table, key).cells);
  const { cells } = column(folder, "transacciones", key);
  for (const found of folder.tables["transacciones"]!) {
    found.cells = found.cells.filter((_, row) => known.has(cells[row]!));
  }
};

/** Repeats a table's rows under new keys. */
const grown =
  (table: "clientes" | "productos", key: string, times: number) => ({ tables }: Folder) => {
    for (const found of tables[table]!) {
      const { cells } = found;
      found.cells = Array.from(
        { length: times },
        (_, copy) => cells.map((cell) => found.name === key ? Number(cell) + 1e6 * copy : cell),
      ).flat();
    }
  };

/** Very few, and very many. */
export const SCALE: Omit<Situation, "kind">[] = [
  { name: "four products", change: first("productos", "product_id", 4), expected: "done" },
  {
    name: "quantities of millions",
    change: (folder) =>
      each(column(folder, "transacciones", "items"), (cell) => Number(cell) * 1e6),
    expected: "done",
  },
  {
    name: "3,000 shops that never order",
    change: grown("clientes", "customer_id", 100),
    expected: "done",
  },
  {
    name: "more pairs than any machine holds",
    change: (folder) => {
      grown("clientes", "customer_id", 3_000)(folder);
      grown("productos", "product_id", 3_000)(folder);
    },
    expected: { refused: /GiB|TiB/ },
  },
];
