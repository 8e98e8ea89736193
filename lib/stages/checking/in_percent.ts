/** A share as a whole percentage. */
export function inPercent(share: number): number {
  return Math.round(100 * share);
}
