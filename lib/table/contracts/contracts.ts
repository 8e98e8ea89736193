import { CUSTOMER } from "../../language/nouns.ts";

/**
 * Type of a column; `integer` also accepts whole numbers stored as floats. An `id` is a whole number
 * or a text, without its surrounding white space.
 */
export type ColumnType = "id" | "integer" | "number" | "text" | "date";

/** One required column of an input table. */
export interface ColumnContract {
  /** Name in the file. */
  name: string;
  /** Type of the values. */
  type: ColumnType;
  /**
   * `key`: a row without it is dropped. `attribute`: a missing value is counted, and imputed later.
   */
  role: "key" | "attribute";
  /** No two rows share a value. */
  unique?: true;
  /** Values at or below are a violation. */
  above?: number;
  /** Values below are a violation. */
  atLeast?: number;
  /** Symbol of the unit of its values, as it follows a number: `l`. */
  unit?: string;
  /** Description for `data/README.md`. */
  meaning: string;
}

/** One input table: the file `<name>.parquet` of the data folder. */
export interface TableContract {
  /** Name in the file. */
  name: TableName;
  /** Description for `data/README.md`. */
  meaning: string;
  /** The required columns. */
  columns: ColumnContract[];
}

/** Name of an input table and of its file. */
export type TableName = "transacciones" | "clientes" | "productos";

/** Largest share of a table's rows that may be dropped for a missing or unknown key. */
export const MAX_DROPPED_SHARE = 0.01;

/** Earlier days are errors, such as the year 24 or a zero date. */
export const EARLIEST_DAY = "2000-01-01";

/** Complete weeks that a run needs: one each for train, validation and test. */
export const MIN_COMPLETE_WEEKS = 3;

const { one: noun } = CUSTOMER.en;

/**
 * The three input tables. Other columns are ignored.
 *
 * Names are in Spanish, as in the user's data; the meanings appear in `data/README.md`.
 */
export const CONTRACTS: TableContract[] = [
  {
    name: "transacciones",
    meaning: "one order line per row (who bought what, when, how much)",
    columns: [
      key("customer_id", "id", `the ${noun}, as in \`clientes\``),
      key("product_id", "id", "the product, as in `productos`"),
      key("order_id", "id", "the order of the line"),
      key(
        "purchase_date",
        "date",
        "day of the order; a time with a zone counts on its day in `--time-zone`",
      ),
      key("items", "number", "quantity in sales units; negative for a return"),
    ],
  },
  {
    name: "clientes",
    meaning: `one ${noun} per row`,
    columns: [
      { ...key("customer_id", "id", `the ${noun}`), unique: true },
      attribute("region_id", "integer", "sales region"),
      attribute("zone_id", "integer", "sales zone within the region"),
      attribute("customer_type", "text", `kind of ${noun}`),
      attribute("Y", "number", "first coordinate"),
      attribute("X", "number", "second coordinate"),
      { ...attribute("num_deliver_per_week", "integer", "deliveries per week"), atLeast: 0 },
      {
        ...attribute("num_visit_per_week", "integer", "visits of the seller per week"),
        atLeast: 0,
      },
    ],
  },
  {
    name: "productos",
    meaning: "one product per row",
    columns: [
      { ...key("product_id", "id", "the product"), unique: true },
      attribute("brand", "text", "brand"),
      attribute("category", "text", "category"),
      attribute("sub_category", "text", "sub-category"),
      attribute("segment", "text", "price segment"),
      attribute("package", "text", "package, such as bottle or can"),
      { ...attribute("size", "number", "content in litres"), above: 0, unit: "l" },
    ],
  },
];

/** The contract of one table. */
export function contractOf(table: TableName): TableContract {
  return CONTRACTS.find(({ name }) => name === table)!;
}

function key(name: string, type: ColumnType, meaning: string): ColumnContract {
  return { name, type, role: "key", meaning };
}

function attribute(name: string, type: ColumnType, meaning: string): ColumnContract {
  return { name, type, role: "attribute", meaning };
}
