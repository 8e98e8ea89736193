import { random } from "../stats/random.ts";
import type { Windows } from "../stats/usual_move.ts";
import { simulatedSales } from "../table/simulated_sales.ts";
import type { SimulatedDrift } from "../table/simulator_forces.ts";
import {
  activityNotice,
  anyPValue,
  defaultDecision,
  type DriftCase,
  firstQuestion,
  isReal,
  largestMove,
} from "./drift_rules.ts";
import { INJECTED_SHIFTS, withShift } from "./injected_shifts.ts";
import { type PurchaseHistory, purchaseHistory, tally } from "./purchase_history.ts";
import {
  resampleCustomers,
  shuffleOrders,
  shuffleWeeks,
  shuffleWithinCustomers,
  type Undisturbed,
} from "./undisturbed_purchases.ts";

/** What a study is run with. */
export interface StudyOptions {
  threshold: number;
  /** Trials of every experiment but the simulated ones, of which there are a quarter. */
  repeats: number;
  seed: number;
}

/** One question that many random trials answer. */
export interface Experiment {
  kind: "undisturbed" | "real" | "simulated";
  /** What was done to the purchases, or to what. */
  what: string;
  how: string;
  /** Size of the shift; 0 where nothing drifted. */
  size: number;
  /** Past moves that the second question knows; null where it differs between trials. */
  pastMoves: number | null;
  repeats: number;
  /** Which rules alarmed in a trial; those that were asked are the same in every one. */
  trial: (repeat: number) => Record<string, boolean>;
}

/** Weeks that the newest one is compared with, as the pipeline does. */
export const REFERENCE_WEEKS = 4;

/** The second question needs four past moves. */
export const FIRST_JUDGED = REFERENCE_WEEKS + 4;

/** Shifts are put into weeks with so many past moves, where there are any: 32 of the real ones. */
const POWER_PAST = 11;

/** A world of this size takes 0.1 s; its last week has 11 past moves. */
const SIMULATED = { customers: 300, products: 60, weeks: 16 };

const SIMULATED_SHIFTS: Record<SimulatedDrift["kind"], string> = {
  product_mix: "every second product group loses, the others gain",
  package: "purchases of the commonest package lost",
  size: "purchases of the commonest size lost",
  top_product: "purchases of the most wanted product group lost",
  region: "orders of the eastern half lost",
  activity: "orders lost",
};

/** Past moves of a short history. */
const SHORT = [1, 2, 3, 4, 8, 12];

/** The newest week against those before it, or against those that a model learned from. */
export function windowsAt(week: number, lag = 1): Windows {
  return {
    reference: { from: week - lag - REFERENCE_WEEKS + 1, to: week - lag },
    recent: { from: week, to: week },
  };
}

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

  const known = Math.max(FIRST_JUDGED, Math.min(REFERENCE_WEEKS + POWER_PAST, last));
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

function simulatedExperiments({ threshold, repeats, seed }: StudyOptions): Experiment[] {
  const week = SIMULATED.weeks - 1;
  const experiment = (kind: SimulatedDrift["kind"] | null, size: number): Experiment => ({
    kind: "simulated",
    what: kind === null ? "nothing drifted" : kind.replace("_", " "),
    how: kind === null ? "as simulated" : SIMULATED_SHIFTS[kind],
    size,
    pastMoves: week - REFERENCE_WEEKS,
    repeats: Math.ceil(repeats / 4),
    trial: (repeat) => {
      const world = random(seed, 4, repeat).uint32(); // the same worlds for every shift
      const drift = kind === null ? undefined : { kind, size, week };
      const history = purchaseHistory(simulatedSales({ ...SIMULATED, seed: world, drift }));
      const found: DriftCase = {
        history,
        tallies: tally(history, history.rows),
        rows: () => history.rows,
        windows: windowsAt(week),
        threshold,
        seed: world,
      };
      return { ...decisions(found), real: isReal(found) };
    },
  });
  return [
    experiment(null, 0),
    ...(Object.keys(SIMULATED_SHIFTS) as SimulatedDrift["kind"][]).flatMap((kind) =>
      [0.1, 0.2, 0.4].map((size) => experiment(kind, size))
    ),
  ];
}

/** What everything but the first question says, for that costs a hundred times as much. */
function decisions(drift: DriftCase): Record<string, boolean> {
  const second = largestMove(drift);
  return {
    original: anyPValue(drift),
    ...second.judged ? { unusual: second.alarm } : {},
    decision: defaultDecision(drift, second),
    activity: activityNotice(drift),
  };
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
