import { sharedFloats } from "../../table/column_table.ts";
import type { Rows, WeekView } from "./week_view.ts";

export const NEIGHBOURS = {
  neighbours_cosine_ever:
    "sum over the customer's other products of the cosine similarity of who ever bought them",
  neighbours_cosine_decayed:
    "sum over the customer's other products of cosine × frequency, both of root decayed frequencies (0.9^lag)",
  neighbours_cosine_max:
    "largest over the customer's other products of cosine × frequency, both of root decayed frequencies (0.9^lag)",
  neighbours_cosine_mean:
    "mean over all other products, weighted by cosine, of the root of the customer's decayed frequency (0.9^lag)",
} as const;

/**
 * Similarity of a product to the customer's other products: item–item cosine similarity over
 * customers (Sarwar et al. 2001, "Item-based collaborative filtering"). O(Σ over customers of
 * products² + pairs × products per customer): linear in customers; exact customer neighbours would
 * be quadratic.
 */
export function neighbourFeatures(
  view: WeekView,
  rows: Rows,
): Record<keyof typeof NEIGHBOURS, Float32Array> {
  const { history: { pairs, products }, pair } = view;
  const ever = pair.ever.map((weeks) => weeks > 0 ? 1 : 0);
  const decayed = pair.decay90.map(Math.sqrt);
  const sold = soldProducts(view);
  const alike = similarity(view, ever, sold), alikeNow = similarity(view, decayed, sold);
  const n = sold.count;
  const total = new Float64Array(products);
  for (let p = 0; p < products; p++) {
    const slot = sold.slot[p]!;
    if (slot < 0) continue;
    for (let other = 0; other < n; other++) total[p]! += alikeNow[slot * n + other]!;
    total[p]! -= alikeNow[slot * n + slot]!;
  }

  const column = () => sharedFloats(rows.length);
  const [everScore, score, best, mean] = [column(), column(), column(), column()];
  for (let i = 0; i < rows.length; i++) {
    const customer = rows.customer[i]!, slot = sold.slot[rows.product[i]!]!;
    if (slot < 0) continue;
    let sumEver = 0, sum = 0, most = 0;
    for (let row = pairs.first[customer]!; row < pairs.first[customer + 1]!; row++) {
      const other = sold.slot[pairs.member[row]!]!;
      if (other === slot || ever[row] === 0) continue;
      const by = alikeNow[slot * n + other]! * decayed[row]!;
      sumEver += alike[slot * n + other]!;
      sum += by;
      if (by > most) most = by;
    }
    everScore[i] = sumEver;
    score[i] = sum;
    best[i] = most;
    mean[i] = sum / total[rows.product[i]!]! || 0;
  }
  return {
    neighbours_cosine_ever: everScore,
    neighbours_cosine_decayed: score,
    neighbours_cosine_max: best,
    neighbours_cosine_mean: mean,
  };
}

/** Assigns a slot to each product sold before the week, so that the matrix is small. */
function soldProducts({ history: { pairs, products }, pair }: WeekView) {
  const slot = new Int32Array(products).fill(-1);
  for (let row = 0; row < pairs.length; row++) {
    if (pair.ever[row]! > 0) slot[pairs.member[row]!] = 0;
  }
  let count = 0;
  for (let p = 0; p < products; p++) if (slot[p] === 0) slot[p] = count++;
  return { slot, count };
}

function similarity(
  { history: { pairs, customers }, pair }: WeekView,
  weight: Float32Array,
  { slot, count }: { slot: Int32Array; count: number },
): Float64Array {
  const together = new Float64Array(count * count);
  for (let c = 0; c < customers; c++) {
    for (let i = pairs.first[c]!; i < pairs.first[c + 1]!; i++) {
      if (pair.ever[i] === 0) continue;
      const row = slot[pairs.member[i]!]! * count;
      for (let j = pairs.first[c]!; j < pairs.first[c + 1]!; j++) {
        if (pair.ever[j]! > 0) together[row + slot[pairs.member[j]!]!]! += weight[i]! * weight[j]!;
      }
    }
  }
  const norm = Float64Array.from({ length: count }, (_, i) => Math.sqrt(together[i * count + i]!));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) together[i * count + j]! /= norm[i]! * norm[j]!;
  }
  return together;
}
