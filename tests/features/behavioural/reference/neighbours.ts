import { inverse, over, sum } from "./arithmetic.ts";
import { decayed, everBuyers, type Features, type Past } from "./past.ts";

const REGRESSION_PRODUCTS = 500, RIDGE = 30;

/** The features of a pair from the customer's other products. */
export function neighbourFeatures(past: Past): (customer: number, product: number) => Features {
  const ever = past.products.map((p) =>
    past.customers.map((c) => past.lags(c, p).length > 0 ? 1 : 0)
  );
  const roots = past.products.map((p) =>
    past.customers.map((c) => Math.sqrt(decayed(past, past.lags(c, p), 0.9)))
  );
  const cosineOfEver = cosines(ever), cosineOfRoots = cosines(roots);
  const regression = regressionOf(past, roots);

  return (customer, product) => {
    const others = past.products.filter((p) => p !== product);
    const theirs = others.filter((p) => ever[p]![customer] === 1);
    const cosine = (p: number) => cosineOfRoots[product]![p]!;
    const products = theirs.map((p) => cosine(p) * roots[p]![customer]!);
    return {
      neighbours_cosine_ever: sum(theirs.map((p) => cosineOfEver[product]![p]!)),
      neighbours_cosine_decayed: sum(products),
      neighbours_cosine_max: Math.max(0, ...products),
      neighbours_cosine_mean: over(sum(products), sum(others.map(cosine))),
      neighbours_regression: regression(customer, product),
    };
  };
}

function dot(a: number[], b: number[]): number {
  return sum(a.map((value, i) => value * b[i]!));
}

function cosines(columns: number[][]): number[][] {
  const length = columns.map((column) => Math.sqrt(dot(column, column)));
  return columns.map((a, i) => columns.map((b, j) => over(dot(a, b), length[i]! * length[j]!)));
}

/** Σ −x_i P_ij / P_jj over the customer's other products i, P the inverse of XᵀX + 30·I. */
function regressionOf(past: Past, roots: number[][]) {
  const frequencies = roots.map((column) => dot(column, column));
  const taking = past.products.filter((p) => everBuyers(past, p).length > 0)
    .sort((a, b) => frequencies[b]! - frequencies[a]! || a - b)
    .slice(0, REGRESSION_PRODUCTS);
  const P = inverse(
    taking.map((a) => taking.map((b) => dot(roots[a]!, roots[b]!) + (a === b ? RIDGE : 0))),
  );
  return (customer: number, product: number) => {
    const j = taking.indexOf(product);
    if (j < 0) return 0;
    return -sum(
      taking.map((p, i) => i === j ? 0 : roots[p]![customer]! * P[i]![j]! / P[j]![j]!),
    );
  };
}
