import pl from "nodejs-polars";

/** Casts of columns to whole numbers. */
export function integers(...names: string[]): pl.Expr[] {
  return names.map((name) => pl.col(name).cast(pl.Int64));
}
