import pl from "nodejs-polars";
import type { CategoricalColumn } from "./column_table.ts";
import type { Ids } from "./ids.ts";
import { frameFromTable, tableFromFrame } from "./parquet.ts";

/** Ids as a polars column of their own type: 64-bit integers or texts. */
export function idSeries(name: string, ids: Ids): pl.Series {
  if (!Array.isArray(ids)) {
    return pl.Series(name, ids as unknown as number[]).cast(pl.Int64);
  }
  const code = new Map<string, number>();
  const codes = new Int32Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    if (!code.has(ids[row]!)) code.set(ids[row]!, code.size);
    codes[row] = code.get(ids[row]!)!;
  }
  const column: CategoricalColumn = {
    kind: "categorical",
    name,
    codes,
    categories: [...code.keys()],
  };
  return frameFromTable({ length: ids.length, columns: [column] }).getColumn(name);
}

/** The ids in a column of a file that the pipeline wrote: none is missing. */
export function idsOf(frame: pl.DataFrame, name: string): Ids {
  const isText = frame.getColumn(name).dtype.variant === "String";
  const [column] =
    tableFromFrame(frame.select(name), { categorical: isText ? [name] : [] }).columns;
  return column!.kind === "categorical"
    ? Array.from(column!.codes, (code) => column!.categories[code]!)
    : Float64Array.from(column!.values);
}
