import pl from "nodejs-polars";
import { linesByDay } from "./day_lines.ts";
import { forcesOf, type SimulatedDrift } from "./forces.ts";
import { MARKETS } from "./market.ts";
import { productsFrame, simulateProducts } from "./products.ts";
import { type PurchaseVisitor, simulatePurchases } from "./purchases.ts";
import { customersFrame, simulateShops } from "./shops.ts";
import { transactionFrames } from "./transactions.ts";
import { dayOfDate, weekOfDay } from "../table/time/week.ts";

/** The three tables in the format of a user's files, and the true probabilities. */
export interface Simulation {
  transacciones: pl.DataFrame;
  clientes: pl.DataFrame;
  productos: pl.DataFrame;
  truth: {
    /** Ids in the order of `probability`, ascending. */
    customerIds: number[];
    productIds: number[];
    /**
     * Each pair's purchase probability in a week from 0 to `weeks` (the week after the data), given
     * all earlier purchases and each shop's hidden state: `[customer × products + product]`.
     * Computed at each call, in about the time of the simulation.
     */
    probability: (week: number) => Float64Array;
  };
}

/** Options of the simulator. */
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
  /** A drift in the purchases, if any. */
  drift?: SimulatedDrift | undefined;
  /** What is sold, and to whom. */
  market?: "drinks" | "grocery";
}

/**
 * Simulates the tables of a retailer, by default a drinks distributor: shops with favourites, an order frequency and stock
 * that is used up; seasons; products that replace others with the same attributes; returns,
 * duplicate rows, quantities in fractions of a crate, one missing coordinate and an index column
 * from pandas. The same options give the same bytes.
 *
 * @example
 * ```ts
 * import { simulate } from "./simulator.ts";
 * import assert from "node:assert/strict";
 *
 * const { clientes, truth } = simulate({ customers: 20, products: 10, weeks: 5 });
 * assert.equal(clientes.height, 20);
 * assert.equal(truth.probability(5).length, 20 * 10); // the week after the data
 * ```
 */
export function simulate(options: SimulatorOptions = {}): Simulation {
  const { products, shops, lines, firstWeek, purchasesOf } = simulatedWorld(options);
  const { seed = 0 } = options;
  return {
    transacciones: pl.concat([...transactionFrames(lines, { seed, shops, products, firstWeek })]),
    clientes: customersFrame(shops, seed),
    productos: productsFrame(products),
    truth: {
      customerIds: shops.map(({ id }) => id),
      productIds: products.ids,
      probability: (week) => {
        const count = products.ids.length;
        const all = new Float64Array(shops.length * count);
        shops.forEach((_, customer) =>
          purchasesOf(customer, week + 1, {
            add: () => {},
            observe: (at, probability) => {
              if (at === week) all.set(probability, customer * count);
            },
          })
        );
        return all;
      },
    },
  };
}

/** The simulated products, shops and order lines. */
export function simulatedWorld(
  {
    seed = 0,
    customers = 200,
    products: productCount = 60,
    weeks = 30,
    firstDay = "2024-01-01",
    drift,
    market: name = "drinks",
  }: SimulatorOptions = {},
) {
  const firstWeek = weekOfDay(dayOfDate(new Date(firstDay)));
  const market = MARKETS[name];
  const products = simulateProducts({ seed, products: productCount, weeks, market });
  const { shops, tasteOf } = simulateShops({ seed, customers, weeks, products, market });
  const forces = forcesOf({ seed, products, shops, firstWeek, weeks: weeks + 1, drift, market });
  const purchasesOf = (index: number, until: number, visit: PurchaseVisitor) =>
    simulatePurchases(shops[index]!, tasteOf(index), products, {
      seed,
      index,
      weeks: until,
      weights: forces.weights,
      activity: (week) => forces.activity(week, index),
      ...visit,
    });
  const lines = linesByDay(7 * weeks);
  shops.forEach((_, customer) =>
    purchasesOf(customer, weeks, {
      add: (day, product, pieces) => lines.add(customer, day, product, pieces),
    })
  );
  return { products, shops, lines, firstWeek, weeks, purchasesOf };
}
