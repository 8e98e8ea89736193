import pl from "nodejs-polars";
import type { RawTables } from "../../lib/stages/extract_data.ts";

const IDS = ["customer_id", "product_id", "order_id"];

/**
 * The tables with texts in place of whole numbers as ids.
 *
 * @param textOf the text of an id of 7 digits; by default the digits, so that the order is the same.
 */
export function withTextIds(
  tables: RawTables,
  textOf: (digits: string, column: string) => string = (digits) => digits,
): RawTables {
  const texts = (frame: pl.DataFrame) =>
    frame.withColumns(
      ...IDS.filter((name) => frame.columns.includes(name)).map((name) =>
        pl.Series(
          name,
          frame.getColumn(name).toArray().map((id) => textOf(String(id).padStart(7, "0"), name)),
          pl.String,
        )
      ),
    ).select(...frame.columns);
  return {
    transacciones: texts(tables.transacciones),
    clientes: texts(tables.clientes),
    productos: texts(tables.productos),
  };
}
