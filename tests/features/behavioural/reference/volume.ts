import { over, sum } from "./arithmetic.ts";
import { type Features, type Past, since, sinceFirst, weight } from "./past.ts";

const NO_STOCK = -999;

export function volumeFeatures(past: Past, customer: number, product: number): Features {
  const lags = past.lags(customer, product);
  const itemsAt = (lag: number) => past.items(customer, product, lag);
  const lastItems = lags.length > 0 ? itemsAt(since(lags)) : 0;
  const meanItems = over(weightedItems(past, customer, product), weight(lags, 0.9));
  const weeklyItems = sum(lags.map(itemsAt)) / sinceFirst(lags);
  const ofAll = sum(past.products.map((p) => weightedItems(past, customer, p)));
  const allWeeks = weight(past.allLags, 0.9);
  return {
    volume_last: lastItems,
    volume_mean: meanItems,
    volume_last_over_mean: over(lastItems, meanItems),
    volume_weekly: over(weightedItems(past, customer, product), allWeeks),
    volume_stock: lags.length > 0 ? lastItems / weeklyItems - since(lags) : NO_STOCK,
    volume_share: over(weightedItems(past, customer, product), ofAll),
    customer_items_week: over(ofAll, allWeeks),
  };
}

/** Items of the weeks in which the pair was bought, weighted by 0.9^lag. */
function weightedItems(past: Past, customer: number, product: number): number {
  const lags = past.lags(customer, product);
  return sum(lags.map((lag) => 0.9 ** lag * past.items(customer, product, lag)));
}
