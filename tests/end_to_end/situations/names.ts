import { column, type Folder, type Situation, type TABLES } from "./situation.ts";

const renamed = (table: typeof TABLES[number], from: string, to: string) => (folder: Folder) => {
  column(folder, table, from).name = to;
};

/** Columns whose names are not those of the contract. */
export const NAMES: Omit<Situation, "kind">[] = [
  {
    name: "a column in capitals",
    change: renamed("transacciones", "items", "ITEMS"),
    expected: { refused: /column items: .*no such column but ITEMS; rename ITEMS to items/ },
  },
  {
    name: "camel case",
    change: renamed("clientes", "customer_id", "CustomerId"),
    expected: { refused: /column customer_id: .*rename CustomerId to customer_id/ },
  },
  {
    name: "a misspelled column",
    change: renamed("productos", "sub_category", "sub_categry"),
    expected: { refused: /column sub_category: .*rename sub_categry to sub_category/ },
  },
  {
    name: "a column that is missing",
    change: ({ tables }) =>
      tables["clientes"] = tables["clientes"]!.filter(({ name }) => name !== "Y"),
    expected: { refused: /clientes\.parquet, column Y: expected .*no such column .*add it/ },
  },
  {
    name: "a space at the end",
    change: renamed("transacciones", "items", "items "),
    expected: { refused: /column items: .*"items "/ },
  },
  {
    name: "a space that cannot be seen",
    change: renamed("transacciones", "items", "items\u00a0"),
    expected: { refused: /column items: .*"items\\u00a0"/ },
  },
  {
    name: "a byte order mark before the first column",
    change: renamed("clientes", "customer_id", "\ufeffcustomer_id"),
    expected: { refused: /column customer_id: .*"\\ufeffcustomer_id"/ },
  },
  {
    name: "a name in another language",
    change: renamed("transacciones", "purchase_date", "fecha"),
    expected: { refused: /column purchase_date: .*no such column .*fecha.*add it/ },
  },
  {
    name: "an extra column whose name is nearly that of another",
    change: ({ tables }) => {
      const { cells } = tables["transacciones"]![0]!;
      tables["transacciones"]!.push({ name: "Items", stored: "text", cells: cells.map(() => "x") });
    },
    expected: "same",
  },
];
