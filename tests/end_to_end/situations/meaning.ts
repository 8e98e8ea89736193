import { column, each, type Folder, type Situation } from "./situation.ts";

/** The Monday of the newest complete week. */
const NEWEST = Date.parse("2024-02-26T00:00:00Z");

/** Changes quantities by their old value and whether they are of the newest week. */
const items = (to: (value: number, newest: boolean) => number) => (folder: Folder) => {
  const dates = column(folder, "transacciones", "purchase_date");
  each(
    column(folder, "transacciones", "items"),
    (cell, row) => to(Number(cell), Number(dates.cells[row]) >= NEWEST),
  );
};

/** Keeps the order lines that pass. */
const keep =
  (passes: (line: Record<string, unknown>, row: number) => boolean) => ({ tables }: Folder) => {
    const table = tables["transacciones"]!;
    const rows = Array.from({ length: table[0]!.cells.length }, (_, row) => row).filter((row) =>
      passes(Object.fromEntries(table.map(({ name, cells }) => [name, cells[row]])), row)
    );
    for (const found of table) found.cells = rows.map((row) => found.cells[row]!);
  };

const isNewest = (line: Record<string, unknown>) => Number(line["purchase_date"]) >= NEWEST;

/** Tables that satisfy every rule of the contract, but cannot be true. */
export const MEANING: Omit<Situation, "kind">[] = [
  {
    name: "the sign of every quantity flipped",
    change: items((value) => -value),
    expected: { refused: /column items: [^]*sign/ },
  },
  {
    name: "every quantity 0",
    change: items(() => 0),
    expected: { refused: /column items: / },
  },
  {
    name: "the newest week consists of returns",
    change: items((value, newest) => newest ? -Math.abs(value) : value),
    expected: { warns: /items[^]*(negative|return)/ },
  },
  {
    name: "the newest week has quantities of 0",
    change: items((value, newest) => newest ? 0 : value),
    expected: { warns: /items/ },
  },
  {
    name: "an export cut to a tenth of the newest week",
    change: keep((line, row) => !isNewest(line) || row % 10 === 0),
    expected: { warns: /2024-W09/ },
  },
  {
    name: "the newest week five times, under other order numbers",
    change: (folder) => {
      const table = folder.tables["transacciones"]!;
      const dates = column(folder, "transacciones", "purchase_date").cells;
      const rows = dates.flatMap((cell, row) => Number(cell) >= NEWEST ? [row] : []);
      for (const found of table) {
        for (let copy = 1; copy < 5; copy++) {
          found.cells.push(
            ...rows.map((row) =>
              found.name === "order_id" ? Number(found.cells[row]) + 1e6 * copy : found.cells[row]!
            ),
          );
        }
      }
    },
    expected: { warns: /./ },
  },
  {
    name: "shops that got other numbers",
    change: (folder) => {
      const shops = column(folder, "clientes", "customer_id");
      const fresh = shops.cells.map((id) => Number(id) + 1_000_000);
      for (const found of folder.tables["clientes"]!) {
        found.cells.push(...(found.name === "customer_id" ? fresh : found.cells));
      }
      const dates = column(folder, "transacciones", "purchase_date").cells;
      each(
        column(folder, "transacciones", "customer_id"),
        (cell, row) => Number(dates[row]) >= NEWEST ? Number(cell) + 1_000_000 : cell,
      );
    },
    expected: { warns: /customer/ },
  },
  {
    name: "one in a hundred order lines of an unknown shop",
    change: (folder) =>
      each(column(folder, "transacciones", "customer_id"), (cell, row) => row < 3 ? 1 : cell),
    expected: { warns: /3 rows of customers not in clientes dropped/ },
  },
  {
    name: "one in ten order lines of an unknown product",
    change: (folder) =>
      each(column(folder, "transacciones", "product_id"), (cell, row) => row % 10 ? cell : 1),
    expected: {
      refused: /column product_id: expected an id that productos\.parquet lacks in at most 1 %/,
    },
  },
  {
    name: "two different rows of one shop",
    change: (folder) => {
      for (const found of folder.tables["clientes"]!) {
        found.cells.push(found.name === "Y" ? 5 : found.cells[0]!);
      }
    },
    expected: { refused: /clientes\.parquet, column customer_id: expected each id once/ },
  },
  {
    name: "a negative number of deliveries",
    change: (folder) =>
      each(column(folder, "clientes", "num_deliver_per_week"), (cell, row) => row ? cell : -1),
    expected: { refused: /column num_deliver_per_week: expected numbers of at least 0/ },
  },
  {
    name: "a product without content",
    change: (folder) => each(column(folder, "productos", "size"), (cell, row) => row ? cell : 0),
    expected: { refused: /column size: expected numbers above 0/ },
  },
  {
    name: "a back-run of a past week",
    change: () => {},
    given: { week: "2024-W08" },
    expected: "done",
  },
];
