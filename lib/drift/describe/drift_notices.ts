import { judgeChart } from "../decide/chart_rule.ts";
import type { WeeklyRatio, Windows } from "../measure/usual_move.ts";
import { type DriftNotice, finiteOrNull, type RealisedPrecision } from "./drift_report.ts";

/** What a chart shows, and how its numbers are written. */
const CHARTS: Record<string, { label: string; write: (level: number) => string }> = {
  purchases: { label: "purchases", write: counted },
  active_customers: { label: "customers who bought", write: counted },
  purchases_per_customer: { label: "purchases of a customer", write: (level) => level.toFixed(2) },
  share_of_new_pairs: {
    label: "first purchases of a product by a customer",
    write: (level) => `${(100 * level).toFixed(1)} %`,
  },
  realised_average_precision: {
    label: "average precision of the forecast, now that the week is known",
    write: (level) => level.toFixed(3),
  },
};

/**
 * Reads a chart that stands beside the decision: a weekly ratio's move against its own usual moves,
 * two-sided at level `threshold`. It retrains nothing. Each chart has its own chance of a false alarm.
 */
export function notice(chart: WeeklyRatio, windows: Windows, threshold: number): DriftNotice {
  const { reference, recent, move, score, limit, noticed } = judgeChart(chart, windows, threshold);
  const { label, write } = CHARTS[chart.name] ??
    { label: chart.name.replaceAll("_", " "), write: (level: number) => level.toPrecision(3) };
  const percent = `${move < 0 ? "−" : "+"}${(100 * Math.abs(Math.expm1(move))).toFixed(0)} %`;
  const judgement = Number.isNaN(limit)
    ? "the history is too short to say whether that is usual"
    : Number.isFinite(score)
    ? `${score.toFixed(1)} times its usual move, ` +
      `${noticed ? "beyond" : "within"} the limit of ${limit.toFixed(1)}`
    : "it never moved before";
  const text = Number.isNaN(recent)
    ? `${label}: unknown, for nothing was bought`
    : Number.isNaN(move)
    ? `${label} ${write(recent)}: there is nothing before it to compare with yet`
    : `${label} ${write(recent)}, before that ${write(reference)} (${percent}): ${judgement}`;
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

/**
 * The realised average precision as a chart, the newest week against the four before; `undefined` where
 * that week was not forecast.
 *
 * @param options.promised that of the model in use on its test weeks, told beside it.
 */
export function precisionNotice(
  realised: RealisedPrecision[],
  weeks: string[],
  { threshold, promised }: { threshold: number; promised?: number | undefined },
): DriftNotice | undefined {
  const byWeek = new Map(realised.map((entry) => [entry.week, entry.average_precision]));
  const known = weeks.map((week) => byWeek.get(week));
  const last = weeks.length - 1;
  if (known[last] === undefined) return undefined;
  const chart = {
    name: "realised_average_precision",
    // in millionths, for numerators count half an event more
    numerators: known.map((value) => 1e6 * (value ?? 0)),
    denominators: known.map((value) => value === undefined ? 0 : 1e6),
  };
  const read = notice(chart, {
    reference: { from: Math.max(0, last - 4), to: last - 1 },
    recent: { from: last, to: last },
  }, threshold);
  const beside = promised === undefined
    ? ""
    : `; the model in use had ${promised.toFixed(3)} on its test weeks`;
  return { ...read, text: read.text + beside };
}

function counted(level: number): string {
  return Math.round(level).toLocaleString("en-US");
}
