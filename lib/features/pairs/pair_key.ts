/** One number per pair, for sets and maps: exact below 2²⁶ customers and products. */
export function pairKey(customer: number, product: number): number {
  return customer * 2 ** 26 + product;
}
