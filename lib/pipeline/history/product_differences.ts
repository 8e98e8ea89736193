import { join } from "node:path";
import { z } from "zod";
import { readJson } from "../read_json.ts";

/** The purchases of a product that two forecasts expect. */
export interface ProductDifference {
  product_id: string | number;
  from: number;
  to: number;
}

/** The part of `expected_items.json` that is compared. */
const EXPECTED = z.object({
  products: z.array(z.object({
    product_id: z.union([z.string(), z.number()]),
    purchases: z.object({ expected: z.number() }),
  })),
});

/**
 * The products whose expected purchases differ most between two runs, the largest difference first;
 * a product that only one run knows has 0 in the other. Undefined if one of them has no forecast by
 * product.
 *
 * @param from folder of a run.
 * @param to folder of another one.
 * @param most how many.
 */
export function productDifferences(
  from: string,
  to: string,
  most: number,
): ProductDifference[] | undefined {
  const [before, after] = [from, to].map(expectedByProduct);
  if (!before || !after) return undefined;
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ product_id: id, from: before.get(id) ?? 0, to: after.get(id) ?? 0 }))
    .filter((product) => product.from !== product.to)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .slice(0, most);
}

function expectedByProduct(folder: string): Map<string | number, number> | undefined {
  const found = readJson(join(folder, "expected_items.json"), EXPECTED);
  return found && new Map(found.products.map(({ product_id, purchases }) => [
    product_id,
    purchases.expected,
  ]));
}
