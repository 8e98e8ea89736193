/** The whole numbers from 0 to n − 1. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** x / y, or 0 if y is 0. */
export function over(x: number, y: number): number {
  return y === 0 ? 0 : x / y;
}

export function mean(values: number[]): number {
  return over(sum(values), values.length);
}

/** The share of values for which the predicate is true. */
export function share<T>(values: T[], isTrue: (value: T) => boolean): number {
  return over(values.filter(isTrue).length, values.length);
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The absolute differences of consecutive values. */
export function gaps(values: number[]): number[] {
  return values.slice(1).map((value, i) => Math.abs(value - values[i]!));
}

/** The inverse of a symmetric positive definite matrix, by Gauss–Jordan elimination. */
export function inverse(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...upTo(n).map((j) => i === j ? 1 : 0)]);
  for (let k = 0; k < n; k++) {
    const pivot = rows[k]!.map((value) => value / rows[k]![k]!);
    rows[k] = pivot;
    for (let i = 0; i < n; i++) {
      const factor = rows[i]![k]!;
      if (i !== k && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * pivot[j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
