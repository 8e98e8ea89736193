import type { DriftReport } from "../../drift/describe/drift_report.ts";
import { MAIN_VARIABLES, weeklyCategoryCounts } from "../../drift/measure/category_shares.ts";
import { largestCategoryMove } from "../../drift/measure/largest_category_move.ts";
import type { SalesData } from "../../table/sales_data.ts";
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
}

/**
 * The moves by which a run decided; if it decided otherwise, those of the newest week against the
 * four weeks before it.
 */
export function categoryMoves(
  report: Pick<DriftReport, "largest_move">,
  sales: SalesData,
  { threshold }: { threshold: number },
): CategoryMoves {
  const decided = report.largest_move;
  if (decided?.judged) {
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
    };
  }
  const { weeks, variables } = weeklyCategoryCounts(sales, {
    from: sales.firstWeek,
    to: sales.predictedWeek - 1,
  });
  const end = weeks.length - 1, before = Math.max(0, end - 4);
  const { moves, limit, judged } = largestCategoryMove(
    variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable)),
    { reference: { from: before, to: end - 1 }, recent: { from: end, to: end } },
    { alpha: threshold },
  );
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
  };
}
