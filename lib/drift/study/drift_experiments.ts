import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { random } from "../../stats/random.ts";
import type { Windows } from "../measure/usual_move.ts";
import { type DriftCase, isRealDifference, permutationTests } from "./drift_rules.ts";
import {
  decisions,
  type Experiment,
  FIRST_JUDGED,
  firstShiftedWeek,
  type StudyOptions,
  windowsAt,
} from "./experiment.ts";
import { INJECTED_SHIFTS, withShift } from "./injected_shifts.ts";
import { type StudyPurchases, tally } from "./study_purchases.ts";
import { simulatedExperiments } from "./simulated_experiments.ts";
import {
  resampleCustomers,
  shuffleOrders,
  shuffleWeeks,
  shuffleWithinCustomers,
  type Undisturbed,
} from "./undisturbed_purchases.ts";

/** Numbers of past moves of the experiments with few past weeks. */
const SHORT = [1, 2, 3, 4, 8, 12];

/** All experiments of a study, in the order of its tables. */
export function driftExperiments(
  purchases: StudyPurchases,
  { threshold, repeats, seed }: StudyOptions,
): Experiment[] {
  const last = purchases.weeks - 1;
  const before = tally(purchases, purchases.rows);
  const caseOf = (found: Undisturbed, windows: Windows, repeat: number): DriftCase => ({
    purchases,
    ...found,
    windows,
    threshold,
    seed: random(seed, 1, repeat).uint32(),
  });
  let stream = 0;
  const undisturbed = (
    how: string,
    make: (draw: ReturnType<typeof random>) => Undisturbed,
    decide: (drift: DriftCase) => Record<string, boolean>,
    { week = () => last, lag = 1, pastMoves = last - REFERENCE_WEEKS - lag + 1 }: {
      week?: (draw: ReturnType<typeof random>) => number;
      lag?: number;
      pastMoves?: number | null;
    } = {},
  ): Experiment => {
    const own = stream++;
    return {
      kind: "undisturbed",
      what: "nothing drifted",
      how,
      size: 0,
      pastMoves,
      repeats,
      trial: (repeat) => {
        const draw = random(seed, 2, own, repeat);
        return decide(caseOf(make(draw), windowsAt(week(draw), lag), repeat));
      },
    };
  };
  const judgedWeek = ({ below }: ReturnType<typeof random>) =>
    FIRST_JUDGED + below(purchases.weeks - FIRST_JUDGED);

  const falseAlarms = [
    undisturbed(
      "week labels permuted within customers",
      (draw) => shuffleWithinCustomers(purchases, draw),
      decisionsAndTests,
    ),
    undisturbed(
      "orders split at random",
      (draw) => shuffleOrders(purchases, draw),
      decisionsAndTests,
    ),
    undisturbed("weeks in a random order", (draw) => shuffleWeeks(purchases, draw), decisions),
    undisturbed(
      "weeks in a random order, the model four weeks old",
      (draw) => shuffleWeeks(purchases, draw),
      decisions,
      { lag: 5 },
    ),
    undisturbed(
      "customers resampled, weeks as they were",
      (draw) => resampleCustomers(purchases, draw),
      decisions,
      { week: judgedWeek, pastMoves: null },
    ),
    ...SHORT.filter((moves) => moves + REFERENCE_WEEKS <= last).map((moves) =>
      undisturbed(
        "weeks in a random order, few past weeks",
        (draw) => shuffleWeeks(purchases, draw),
        decisions,
        { week: () => moves + REFERENCE_WEEKS, pastMoves: moves },
      )
    ),
  ];

  const known = firstShiftedWeek(purchases.weeks);
  const has = (name: string) => purchases.attributes.some((attribute) => attribute.name === name);
  const injected = INJECTED_SHIFTS.flatMap((shift, kind) =>
    shift.needs !== undefined && !has(shift.needs)
      ? []
      : shift.sizes.map((size, s): Experiment => ({
        kind: "real",
        what: shift.name,
        how: shift.meaning,
        size,
        pastMoves: null,
        repeats,
        trial: (repeat) => {
          const draw = random(seed, 3, kind, s, repeat);
          const week = known + draw.below(purchases.weeks - known);
          const tallies = withShift(purchases, before, { week, shift, size }, draw);
          // never called: the largest category move decides all such weeks
          const found = { tallies, rows: () => purchases.rows };
          return decisions(caseOf(found, windowsAt(week), repeat));
        },
      }))
  );
  return [...falseAlarms, ...injected, ...simulatedExperiments({ threshold, repeats, seed })];
}

/** The decisions, and the permutation test over all variables and of each. */
function decisionsAndTests(drift: DriftCase): Record<string, boolean> {
  const tests = permutationTests(drift);
  return {
    ...decisions(drift),
    real: isRealDifference(drift, tests),
    ...Object.fromEntries(
      tests.map(({ variable, pValue }) => [`real ${variable}`, pValue < drift.threshold]),
    ),
  };
}
