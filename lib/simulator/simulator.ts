import type pl from "nodejs-polars";
import { forcesOf, type SimulatedDrift } from "./forces.ts";
import { customersFrame, productsFrame, transactionsFrame } from "./frames.ts";
import { simulateProducts } from "./products.ts";
import { simulatePurchases } from "./purchases.ts";
import { simulateShops } from "./shops.ts";
import { dayOfDate, weekOfDay } from "../table/week.ts";

/** The three tables as a user's files hold them, and what is true of them. */
export interface Simulation {
  transacciones: pl.DataFrame;
  clientes: pl.DataFrame;
  productos: pl.DataFrame;
  truth: {
    /** Ids in the order of `probability`, ascending. */
    customerIds: number[];
    productIds: number[];
    /**
     * Each pair's probability of a purchase in a week, 0 to `weeks` (the one after the data), given
     * all that happened before it and each shop's hidden state: `[customer × products + product]`.
     * Computed anew at each call, in about the time of the simulation.
     */
    probability: (week: number) => Float64Array;
  };
}

/** The world to simulate. */
export interface SimulatorOptions {
  /** Seed of all random choices. */
  seed?: number;
  /** Shops. */
  customers?: number;
  /** Products, every fifth of them never sold. */
  products?: number;
  /** Weeks of purchases. */
  weeks?: number;
  /** A day of the first week, `YYYY-MM-DD`. */
  firstDay?: string;
  /** A shift in buying, where there is to be one. */
  drift?: SimulatedDrift | undefined;
}

/**
 * A drinks distributor's tables, simulated: shops with favourites, an order rhythm and stock that
 * runs out; seasons; products that replace others of the same attributes; returns, duplicate rows,
 * quantities in fractions of a crate, one coordinate missing and a column left by pandas. Same
 * options, same bytes.
 *
 * @example
 * ```ts
 * import { simulate } from "./simulator.ts";
 * import assert from "node:assert/strict";
 *
 * const { clientes, truth } = simulate({ customers: 20, products: 10, weeks: 5 });
 * assert.equal(clientes.height, 20);
 * assert.equal(truth.probability(5).length, 20 * 10); // of the week after the data
 * ```
 */
export function simulate(options: SimulatorOptions = {}): Simulation {
  const { products, shops, lines, firstWeek, purchasesOf } = simulatedWorld(options);
  const { seed = 0 } = options;
  return {
    transacciones: transactionsFrame(lines, { seed, shops, products, firstWeek }),
    clientes: customersFrame(shops, seed),
    productos: productsFrame(products),
    truth: {
      customerIds: shops.map(({ id }) => id),
      productIds: products.ids,
      probability: (week) => {
        const count = products.ids.length;
        const all = new Float64Array(shops.length * count);
        shops.forEach((_, customer) =>
          purchasesOf(customer, week + 1, (at, probability) => {
            if (at === week) all.set(probability, customer * count);
          })
        );
        return all;
      },
    },
  };
}

/** What the tables are made of: products, shops, and every order line with its shop's number. */
export function simulatedWorld(
  {
    seed = 0,
    customers = 200,
    products: productCount = 60,
    weeks = 30,
    firstDay = "2024-01-01",
    drift,
  }: SimulatorOptions = {},
) {
  const firstWeek = weekOfDay(dayOfDate(new Date(firstDay)));
  const products = simulateProducts({ seed, products: productCount, weeks });
  const shops = simulateShops({ seed, customers, weeks, products });
  const forces = forcesOf({ products, shops, firstWeek, weeks: weeks + 1, drift });
  const purchasesOf = (
    index: number,
    until: number,
    observe?: (week: number, probability: Float64Array) => void,
  ) =>
    simulatePurchases(shops[index]!, products, {
      seed,
      index,
      weeks: until,
      weight: forces.weight,
      activity: (week) => forces.activity(week, index),
      ...observe && { observe },
    });
  const lines = shops.flatMap((_, customer) =>
    purchasesOf(customer, weeks).map((line) => ({ ...line, customer }))
  );
  return { products, shops, lines, firstWeek, weeks, purchasesOf };
}
