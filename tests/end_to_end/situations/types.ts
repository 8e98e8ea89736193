import type { Stored } from "../mutations/plain_table.ts";
import { column, each, type Folder, type Situation, TABLES } from "./situation.ts";

const stored = (table: typeof TABLES[number], name: string, as: Stored) => (folder: Folder) => {
  column(folder, table, name).stored = as;
};

/** Gives a key to every table as text. */
function textKey(name: string, text: (cell: unknown) => string) {
  return (folder: Folder) => {
    for (const table of TABLES) {
      const key = column(folder, table, name);
      if (!key) continue;
      key.stored = "text";
      each(key, (cell) => text(cell));
    }
  };
}

/** Values of the same meaning, stored differently, and values of another meaning. */
export const TYPES: Omit<Situation, "kind">[] = [
  {
    name: "whole numbers stored as floats",
    change: (folder) => {
      for (const name of ["customer_id", "product_id", "order_id"]) {
        column(folder, "transacciones", name).stored = "float64";
      }
    },
    expected: "same",
  },
  {
    name: "whole numbers stored in 32 bits",
    change: stored("clientes", "customer_id", "int32"),
    expected: "same",
  },
  {
    name: "texts stored as a dictionary",
    change: stored("productos", "brand", "categorical"),
    expected: "same",
  },
  {
    name: "days without a time",
    change: stored("transacciones", "purchase_date", "date"),
    expected: "same",
  },
  {
    name: "a time of the day in the dates",
    change: (folder) =>
      each(column(folder, "transacciones", "purchase_date"), (cell) => Number(cell) + 79_199_999),
    expected: "same",
  },
  {
    name: "dates as whole numbers such as 20240829",
    change: (folder) => {
      const dates = column(folder, "transacciones", "purchase_date");
      dates.stored = "int64";
      each(
        dates,
        (cell) => Number(new Date(Number(cell)).toISOString().slice(0, 10).replaceAll("-", "")),
      );
    },
    expected: { refused: /column purchase_date: expected dates[^]*format="%Y%m%d"/ },
  },
  {
    name: "dates as texts",
    change: (folder) => {
      const dates = column(folder, "transacciones", "purchase_date");
      dates.stored = "text";
      each(dates, (cell) => new Date(Number(cell)).toISOString().slice(0, 10));
    },
    expected: { refused: /column purchase_date: expected dates[^]*pd\.to_datetime/ },
  },
  {
    name: "quantities as texts",
    change: (folder) => {
      const items = column(folder, "transacciones", "items");
      items.stored = "text";
      each(items, (cell) => String(cell));
    },
    expected: { refused: /column items: expected numbers[^]*pd\.to_numeric/ },
  },
  {
    name: "keys as texts: letters and digits",
    change: textKey("customer_id", (cell) => `C${String(cell).padStart(9, "0")}`),
    expected: "same",
  },
  {
    name: "keys as texts with leading zeros",
    change: textKey("product_id", (cell) => String(cell).padStart(12, "0")),
    expected: "same",
  },
  {
    name: "order numbers as texts",
    change: textKey("order_id", (cell) => `P-${cell}`),
    expected: "same",
  },
  {
    name: "keys that are texts in one table and numbers in the other",
    change: (folder) => {
      const key = column(folder, "clientes", "customer_id");
      key.stored = "text";
      each(key, (cell) => `C-${cell}`);
    },
    expected: { refused: /column customer_id: expected an id[^]*clientes\.parquet/ },
  },
  {
    name: "a fraction in a key",
    change: (folder) => {
      const key = column(folder, "transacciones", "customer_id");
      key.stored = "float64";
      each(key, (cell, row) => row === 5 ? Number(cell) + 0.5 : cell);
    },
    expected: {
      refused: /column customer_id: expected whole numbers, found 1 row with a fraction/,
    },
  },
  {
    name: "an infinite quantity",
    change: (folder) =>
      each(column(folder, "transacciones", "items"), (cell, row) => row === 9 ? Infinity : cell),
    expected: { refused: /column items: expected finite numbers, found 1 row/ },
  },
  {
    name: "one quantity that is not a number",
    change: (folder) =>
      each(column(folder, "transacciones", "items"), (cell, row) => row === 9 ? NaN : cell),
    expected: { warns: /1 row of transacciones without items dropped/ },
  },
  {
    name: "a list in a needed column",
    change: stored("clientes", "customer_type", "list"),
    expected: { refused: /clientes\.parquet, column customer_type: expected text, found/ },
  },
  {
    name: "no coordinates at all",
    change: (folder) => {
      for (const name of ["X", "Y"]) each(column(folder, "clientes", name), () => null);
    },
    expected: { warns: /column X[^]*no value/ },
  },
  {
    name: "no package of any product",
    change: (folder) => each(column(folder, "productos", "package"), () => null),
    expected: { warns: /column package[^]*no value/ },
  },
  {
    name: "one region only, as text",
    change: stored("clientes", "region_id", "text"),
    expected: { refused: /column region_id: expected whole numbers/ },
  },
];
