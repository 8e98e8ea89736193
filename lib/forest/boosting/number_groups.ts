/**
 * Numbers groups of rows by first row, from 0.
 *
 * @param keys by row; rows of a group have the same key.
 */
export function numberGroups(keys: ArrayLike<number>): Uint32Array {
  const numbers = new Map<number, number>();
  const groups = new Uint32Array(keys.length);
  let lastKey = NaN, lastNumber = 0; // neighbours are often of one group
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key !== lastKey) {
      lastKey = key;
      lastNumber = numbers.get(key) ?? numbers.size;
      numbers.set(key, lastNumber);
    }
    groups[i] = lastNumber;
  }
  return groups;
}
