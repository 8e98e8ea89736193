import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { random } from "../../stats/random.ts";
import { simulatedSales } from "../../simulator/simulated_sales.ts";
import type { SimulatedDrift } from "../../simulator/forces.ts";
import { type DriftCase, isRealDifference } from "./drift_rules.ts";
import { decisions, type Experiment, type StudyOptions, windowsAt } from "./experiment.ts";
import { studyPurchases, tally } from "./study_purchases.ts";

/** Simulating this many takes 0.1 s; the last week has 11 past moves. */
export const SIMULATED = { customers: 300, products: 60, weeks: 16 };

const SHIFTS: Record<SimulatedDrift["kind"], string> = {
  product_mix: "every second product group loses, the others gain",
  package: "purchases of the most common package lost",
  size: "purchases of the most common size lost",
  top_product: "purchases of the most popular product group lost",
  region: "orders of the eastern half lost",
  activity: "orders lost",
};

/** Experiments on simulated sales, undisturbed or with a shift in the last week. */
export function simulatedExperiments({ threshold, repeats, seed }: StudyOptions): Experiment[] {
  const week = SIMULATED.weeks - 1;
  const experiment = (kind: SimulatedDrift["kind"] | null, size: number): Experiment => ({
    kind: "simulated",
    what: kind === null ? "nothing drifted" : kind.replace("_", " "),
    how: kind === null ? "as simulated" : SHIFTS[kind],
    size,
    pastMoves: week - REFERENCE_WEEKS,
    repeats: Math.ceil(repeats / 4),
    trial: (repeat) => {
      const world = random(seed, 4, repeat).uint32(); // the same seeds for every shift
      const drift = kind === null ? undefined : { kind, size, week };
      const purchases = studyPurchases(simulatedSales({ ...SIMULATED, seed: world, drift }));
      const found: DriftCase = {
        purchases,
        tallies: tally(purchases, purchases.rows),
        rows: () => purchases.rows,
        windows: windowsAt(week),
        threshold,
        seed: world,
      };
      return { ...decisions(found), real: isRealDifference(found) };
    },
  });
  return [
    experiment(null, 0),
    ...(Object.keys(SHIFTS) as SimulatedDrift["kind"][]).flatMap((kind) =>
      [0.1, 0.2, 0.4].map((size) => experiment(kind, size))
    ),
  ];
}
