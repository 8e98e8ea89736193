import pl from "nodejs-polars";
import type { SalesData } from "../../table/sales_data.ts";
import { entitiesFrame } from "../frames.ts";
import type { Forecast } from "../read_forecast.ts";

const PAIR = ["customer_id", "product_id", "probability"];

/** The surest pairs of the list with the attributes of their products, best first. */
export function bestPairs({ listed }: Forecast, sales: SalesData, rows: number): pl.DataFrame {
  return withProducts(listed.head(rows).select(...PAIR), sales);
}

/** Listed pairs of each shop that is on the list, one number a shop, by id of the shop. */
export function pairsByShop({ listed }: Forecast): number[] {
  const counts = listed.groupBy("customer_id")
    .agg(pl.col("product_id").count().cast(pl.Float64).alias("pairs")).sort("customer_id");
  return [...counts.getColumn("pairs").toTypedArray() as Float64Array];
}

/** Products by the purchases to expect of them in all shops, the largest first. */
export function expectedByProduct({ scores }: Forecast, sales: SalesData): pl.DataFrame {
  const sums = scores.groupBy("product_id").agg(pl.col("probability").sum().alias("expected"));
  return withProducts(sums, sales).sort(["expected", "product_id"], [true, false]);
}

/** The products of one shop, the likeliest first; ties by id. */
export function productsOfShop(
  { scores }: Forecast,
  sales: SalesData,
  { shop, rows }: { shop: number; rows: number },
): pl.DataFrame {
  const own = scores.filter(pl.col("customer_id").eq(pl.lit(shop)))
    .sort(["probability", "product_id"], [true, false]);
  return withProducts(own.head(rows).select("product_id", "probability"), sales);
}

/** The shop with the most purchases to expect; the lowest id of equals. */
export function largestShop({ scores }: Forecast): number {
  const sums = scores.groupBy("customer_id").agg(pl.col("probability").sum().alias("expected"))
    .sort(["expected", "customer_id"], [true, false]);
  return Number(sums.getColumn("customer_id").toArray()[0]);
}

function withProducts(frame: pl.DataFrame, { products }: SalesData): pl.DataFrame {
  return frame.join(entitiesFrame(products, "product_id"), { on: "product_id", how: "left" });
}
