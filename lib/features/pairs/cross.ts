/** Customer × product pairs by index, one per row. */
export interface Pairs {
  /** Customer index. */
  customer: Int32Array;
  /** Product index. */
  product: Int32Array;
}

/** Some customers × some products, each by ascending index. */
export interface Cross {
  customers: Int32Array;
  products: Int32Array;
}

/** The number of its pairs. */
export function crossSize({ customers, products }: Cross): number {
  return customers.length * products.length;
}

/** All pairs, sorted by customer, then product. */
export function crossPairs({ customers, products }: Cross): Pairs {
  const length = crossSize({ customers, products });
  const pairs = { customer: new Int32Array(length), product: new Int32Array(length) };
  let row = 0;
  for (const customer of customers) {
    pairs.customer.fill(customer, row, row + products.length);
    pairs.product.set(products, row);
    row += products.length;
  }
  return pairs;
}

/** Its part of some customers, whose flag is 1. */
export function crossOfCustomers({ customers, products }: Cross, some: Uint8Array): Cross {
  return { customers: customers.filter((customer) => some[customer]), products };
}

/**
 * Its parts of whole customers with at most `most` pairs, or of one customer; none without pairs.
 *
 * @returns each with the range of its customers among all, such as `0-250`, and its pairs.
 */
export function* crossBlocks(
  { customers, products }: Cross,
  most: number,
): Generator<Cross & { range: string; rows: number }> {
  if (products.length === 0) return;
  const step = Math.max(1, Math.floor(most / products.length));
  for (let begin = 0; begin < customers.length; begin += step) {
    const some = customers.subarray(begin, begin + step);
    const range = `${begin}-${begin + some.length}`;
    yield { customers: some, products, range, rows: some.length * products.length };
  }
}

/** The indices whose flag is not 0. */
export function indicesOf(flags: Uint8Array): Int32Array {
  return Int32Array.from(flags.keys()).filter((index) => flags[index]);
}
