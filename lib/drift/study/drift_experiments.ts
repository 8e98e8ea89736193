import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { random } from "../../stats/random.ts";
import type { Windows } from "../measure/usual_move.ts";
import { type DriftCase, firstQuestion, isReal } from "./drift_rules.ts";
import {
  decisions,
  type Experiment,
  FIRST_JUDGED,
  firstShiftedWeek,
  type StudyOptions,
  windowsAt,
} from "./experiment.ts";
import { INJECTED_SHIFTS, withShift } from "./injected_shifts.ts";
import { type PurchaseHistory, tally } from "./purchase_history.ts";
import { simulatedExperiments } from "./simulated_experiments.ts";
import {
  resampleCustomers,
  shuffleOrders,
  shuffleWeeks,
  shuffleWithinCustomers,
  type Undisturbed,
} from "./undisturbed_purchases.ts";

/** Past moves of a short history. */
const SHORT = [1, 2, 3, 4, 8, 12];

/** All experiments of a study, in the order of its tables. */
export function driftExperiments(
  history: PurchaseHistory,
  { threshold, repeats, seed }: StudyOptions,
): Experiment[] {
  const last = history.weeks - 1;
  const before = tally(history, history.rows);
  const caseOf = (found: Undisturbed, windows: Windows, repeat: number): DriftCase => ({
    history,
    ...found,
    windows,
    threshold,
    seed: random(seed, 1, repeat).uint32(),
  });
  let stream = 0;
  const undisturbed = (
    how: string,
    make: (draw: ReturnType<typeof random>) => Undisturbed,
    ask: (drift: DriftCase) => Record<string, boolean>,
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
        return ask(caseOf(make(draw), windowsAt(week(draw), lag), repeat));
      },
    };
  };
  const judgedWeek = ({ below }: ReturnType<typeof random>) =>
    FIRST_JUDGED + below(history.weeks - FIRST_JUDGED);

  const falseAlarms = [
    undisturbed(
      "week labels permuted within customers",
      (draw) => shuffleWithinCustomers(history, draw),
      bothQuestions,
    ),
    undisturbed("orders split at random", (draw) => shuffleOrders(history, draw), bothQuestions),
    undisturbed("weeks in a random order", (draw) => shuffleWeeks(history, draw), decisions),
    undisturbed(
      "weeks in a random order, the model four weeks old",
      (draw) => shuffleWeeks(history, draw),
      decisions,
      { lag: 5 },
    ),
    undisturbed(
      "customers resampled, weeks as they were",
      (draw) => resampleCustomers(history, draw),
      decisions,
      { week: judgedWeek, pastMoves: null },
    ),
    ...SHORT.filter((moves) => moves + REFERENCE_WEEKS <= last).map((moves) =>
      undisturbed(
        "weeks in a random order, a short history",
        (draw) => shuffleWeeks(history, draw),
        decisions,
        { week: () => moves + REFERENCE_WEEKS, pastMoves: moves },
      )
    ),
  ];

  const known = firstShiftedWeek(history.weeks);
  const injected = INJECTED_SHIFTS.flatMap((shift, kind) =>
    shift.sizes.map((size, s): Experiment => ({
      kind: "real",
      what: shift.name,
      how: shift.meaning,
      size,
      pastMoves: null,
      repeats,
      trial: (repeat) => {
        const draw = random(seed, 3, kind, s, repeat);
        const week = known + draw.below(history.weeks - known);
        const tallies = withShift(history, before, { week, shift, size }, draw);
        // the rows are never asked for: every such week is judged by the second question
        const found = { tallies, rows: () => history.rows };
        return decisions(caseOf(found, windowsAt(week), repeat));
      },
    }))
  );
  return [...falseAlarms, ...injected, ...simulatedExperiments({ threshold, repeats, seed })];
}

/** Beside them the first question, over all variables and each for itself. */
function bothQuestions(drift: DriftCase): Record<string, boolean> {
  const tests = firstQuestion(drift);
  return {
    ...decisions(drift),
    real: isReal(drift, tests),
    ...Object.fromEntries(
      tests.map(({ variable, pValue }) => [`real ${variable}`, pValue < drift.threshold]),
    ),
  };
}
