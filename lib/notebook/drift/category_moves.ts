import type { DriftReport } from "../../drift/describe/drift_report.ts";
import { MAIN_VARIABLES, weeklyCategoryCounts } from "../../drift/measure/category_shares.ts";
import { largestCategoryMove } from "../../drift/measure/largest_category_move.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { type UnwatchedMove, unwatchedMove } from "./unwatched_move.ts";
import { weeksIn } from "./reference_weeks.ts";
import { withUnit } from "../../table/contracts/with_unit.ts";

/** How far each main category moved in the newest week, the furthest first. */
export interface CategoryMoves {
  /** Each move, its category with the unit, its score in units of the usual move, and the shares. */
  moves: {
    variable: string;
    category: string;
    share_reference: number | null;
    share_recent: number | null;
    move: number;
    score: number | null;
  }[];
  /** Null if the history is too short for a limit. */
  limit: number | null;
  /** False if the history is too short to know what is usual. */
  judged: boolean;
  /** Whether the run decided by these moves; if not, they are computed for the page only. */
  decided: boolean;
  /** What the newest week is compared with, in words. */
  against: string;
  /** The category that moved most among those too small to be watched. */
  unwatched?: UnwatchedMove | undefined;
}

/**
 * The moves by which a run decided; if it decided otherwise, those of the newest week against the
 * four weeks before it.
 */
export function categoryMoves(
  report: Pick<DriftReport, "largest_move" | "current">,
  sales: SalesData,
  { threshold }: { threshold: number },
): CategoryMoves {
  const decided = report.largest_move;
  const mix = weeklyCategoryCounts(sales, { from: sales.firstWeek, to: sales.predictedWeek - 1 });
  if (decided?.judged) {
    const reference = weeksIn(decided.against ?? ""), recent = weeksIn(report.current);
    return {
      moves: decided.moves.map((move) => ({
        ...move,
        category: withUnit(move.variable, move.category),
        move: move.move ?? 0,
      })),
      limit: decided.limit,
      judged: true,
      decided: true,
      against: decided.against ?? "the last weeks that the model in use had learned from",
      unwatched: reference && recent &&
        unwatchedMove(mix, { reference, recent }, namesOf(decided.moves)),
    };
  }
  const { weeks, variables } = mix;
  const end = weeks.length - 1, before = Math.max(0, end - 4);
  const { moves, limit, judged } = largestCategoryMove(
    variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable)),
    { reference: { from: before, to: end - 1 }, recent: { from: end, to: end } },
    { alpha: threshold },
  );
  const compared = {
    reference: { from: weeks[before]!, to: weeks[end]! - 1 },
    recent: { from: weeks[end]!, to: weeks[end]! },
  };
  return {
    moves: moves.map(({ reference, recent, ...move }) => ({
      ...move,
      category: withUnit(move.variable, move.category),
      share_reference: reference,
      share_recent: recent,
    })),
    limit: judged ? limit : null,
    judged,
    decided: false,
    against: `the ${end - before} weeks before`,
    unwatched: unwatchedMove(mix, compared, namesOf(moves)),
  };
}

function namesOf(moves: { variable: string; category: string }[]): Set<string> {
  return new Set(moves.map(({ variable, category }) => `${variable} ${category}`));
}
