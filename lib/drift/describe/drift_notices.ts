import { judgeChart } from "../decide/chart_rule.ts";
import type { WeeklyRatio, Windows } from "../measure/usual_move.ts";
import { type DriftNotice, finiteOrNull, type RealisedPrecision } from "./drift_report.ts";

/** The label of each chart, the number that is shown of a level, and its text. */
const CHARTS: Record<
  string,
  {
    label: string;
    shown: (level: number) => number;
    write: (shown: number) => string;
    /** The change between two numbers; in percent by default. */
    change?: (before: number, now: number) => string;
  }
> = {
  purchases: { label: "purchases", ...counted() },
  active_customers: { label: "customers who bought", ...counted() },
  purchases_per_customer: { label: "purchases per customer", ...decimals(2) },
  share_of_new_pairs: {
    label: "share of purchases that are new pairs",
    shown: (level) => Math.round(1000 * level) / 10,
    write: (shown) => `${shown.toFixed(1)} %`,
    change: (before, now) => ` (${signed(now - before, 1)} percentage points)`,
  },
  realised_average_precision: {
    label: "realised average precision of the forecast",
    ...decimals(3),
  },
};

/**
 * Compares a weekly ratio's move with its own past moves, two-sided at level `threshold`. A notice
 * is reported next to the decision and does not retrain. Each chart has its own false alarm rate.
 */
export function notice(chart: WeeklyRatio, windows: Windows, threshold: number): DriftNotice {
  const { reference, recent, move, score, limit, noticed } = judgeChart(chart, windows, threshold);
  const { label, shown, write, change = percentChange } = CHARTS[chart.name] ??
    { label: chart.name.replaceAll("_", " "), ...decimals(2) };
  // the change is that of the numbers beside it
  const [before, now] = [shown(reference), shown(recent)];
  const judgement = Number.isNaN(limit)
    ? "too few past weeks to say whether that is usual"
    : Number.isFinite(score)
    ? `${score.toFixed(1)} times its usual move, ` +
      `${noticed ? "beyond" : "within"} the limit of ${limit.toFixed(1)}`
    : "it never moved before";
  const text = Number.isNaN(recent)
    ? `${label}: unknown, as nothing was bought`
    : Number.isNaN(move)
    ? `${label} ${write(now)}: no earlier week to compare with yet`
    : `${label} ${write(now)}, before that ${write(before)}${change(before, now)}: ${judgement}`;
  return {
    name: chart.name,
    reference: finiteOrNull(reference),
    recent: finiteOrNull(recent),
    score: finiteOrNull(score),
    limit: finiteOrNull(limit),
    noticed,
    text,
  };
}

/** Average precision of the model in use on its test weeks. */
export interface TestedModel {
  /** ISO names of the test weeks. */
  weeks: string[];
  average_precision: number;
}

/**
 * The realised average precision as a chart, the newest week against the four before it;
 * `undefined` where that week was not forecast.
 *
 * @param options.tested that of the model in use on its test weeks, shown next to it.
 */
export function precisionNotice(
  realised: RealisedPrecision[],
  weeks: string[],
  { threshold, tested }: { threshold: number; tested?: TestedModel | undefined },
): DriftNotice | undefined {
  const byWeek = new Map(realised.map((entry) => [entry.week, entry.average_precision]));
  const known = weeks.map((week) => byWeek.get(week));
  const last = weeks.length - 1;
  if (known[last] === undefined) return undefined;
  const chart = {
    name: "realised_average_precision",
    // in millionths, as half an event is added to numerators
    numerators: known.map((value) => 1e6 * (value ?? 0)),
    denominators: known.map((value) => value === undefined ? 0 : 1e6),
  };
  const read = notice(chart, {
    reference: { from: Math.max(0, last - 4), to: last - 1 },
    recent: { from: last, to: last },
  }, threshold);
  const comparison = tested === undefined
    ? ""
    : `; the model in use had ${tested.average_precision.toFixed(3)} on its test weeks, ` +
      tested.weeks.join(" and ");
  return { ...read, text: read.text + comparison };
}

function counted() {
  return { shown: Math.round, write: (shown: number) => shown.toLocaleString("en-US") };
}

function decimals(digits: number) {
  return {
    shown: (level: number) => Number(level.toFixed(digits)),
    write: (shown: number) => shown.toFixed(digits),
  };
}

/** The change between the two numbers that are shown; none from 0. */
function percentChange(from: number, to: number): string {
  if (from === 0) return "";
  return ` (${signed(100 * (to / from - 1), 0)} %)`;
}

function signed(change: number, digits: number): string {
  return `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(digits)}`;
}
