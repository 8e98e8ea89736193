import { PRESETS } from "../../config/presets/presets.ts";
import { closedPercents } from "../../language/percent_signs.ts";
import { listed, literal, percent } from "../in_words.ts";
import {
  type DriftNotice,
  type DriftReport,
  NO_REFERENCE,
} from "../../drift/describe/drift_report.ts";

/** The decision of the run, notices and warnings, and what was compared. */
export function decisionProse(
  report: Pick<
    DriftReport,
    "decision" | "reason" | "notices" | "warnings" | "hides" | "preset" | "reference" | "current"
  >,
  { contest }: { contest?: { reason: string } | null | undefined } = {},
): string {
  const noticed = report.notices.filter(({ noticed }) => noticed).map(({ text }) => text);
  const trained = report.decision === "train_model";
  const paragraphs = [
    `**${trained ? "A new model is trained." : "The model in use stays."}** ${
      literal(report.reason)
    }`,
    contest?.reason ?? "",
    noticed.length > 0
      ? "**To look into** (notices do not retrain, and say nothing of the cause): " +
        `${noticed.join("; ")}.`
      : "",
    ...report.warnings.map((warning) => `**Warning**: ${warning}.`),
    report.hides ?? "",
    comparedProse(report),
  ];
  return closedPercents(paragraphs.filter((paragraph) => paragraph !== "").join("\n\n"));
}

function comparedProse(
  { reference, current, preset }: Pick<DriftReport, "reference" | "current" | "preset">,
): string {
  if (reference === NO_REFERENCE) {
    return "**Nothing decides in a first run**, as there is no model in use to compare with. For " +
      "information, the newest week is compared with the four before it.";
  }
  return PRESETS[preset].drift.compares === "purchases"
    ? `The reference is ${reference}: what the model in use learned from (or a file of your own), ` +
      `without ${current}, which is compared with it. The decision uses the last weeks of the ` +
      "reference, at most four; the tests and figures below use all of them. Weeks in between are " +
      "in neither."
    : `The check compares the table of all customers and products in ${current} with the one that ` +
      `the model in use learned from, ${reference}. Weeks of both count on both sides, as in the ` +
      "original system.";
}

/** The category with the largest move. */
export interface FurthestMove {
  /** Its variable. */
  variable: string;
  /** Its name. */
  category: string;
  /** Share of the purchases in the reference weeks. */
  share_reference: number | null;
  /** Share of the purchases in the recent weeks. */
  share_recent: number | null;
  /** In units of its usual move. */
  score: number | null;
}

/** The limit of the largest move, and how the run judged it. */
export interface MoveJudgement {
  /** Number of watched categories. */
  categories: number;
  /** The category that moved most among the smaller ones. */
  unwatched?: Omit<FurthestMove, "score"> | undefined;
  /** A higher score is unusual; null if it is not known. */
  limit: number | null;
  /** False if the history is too short to know what is usual. */
  judged: boolean;
  /** Whether the run decided by it; if not, it is what the rule would have said. */
  decided: boolean;
  /** Whether the move exceeds its limit, but the run did not count it as drift. */
  overruled: boolean;
}

/** Whether the largest move is unusual. */
export function movesProse(move: FurthestMove | undefined, judgement: MoveJudgement): string {
  const { categories, limit, judged, unwatched } = judgement;
  if (!judged || limit === null || move === undefined || move.score === null) {
    return "The history is too short to know what is usual: the rule needs four past moves.";
  }
  return `${movedProse(move, "furthest")} of the purchases: ${
    move.score.toFixed(1)
  } times its usual move. The rule watches the ${categories} ` +
    `categories with at least 3% of the purchases, because smaller ones jump by chance${
      unwatched ? `; of those, ${movedProse(unwatched, "most")}` : ""
    }. With so many, the limit is ${limit.toFixed(1)}: ${
      judgementProse(move.score > limit, judgement)
    }`;
}

function movedProse(move: Omit<FurthestMove, "score">, how: "furthest" | "most"): string {
  return `\`${move.variable}\` ${literal(move.category)} moved ${how}, from ` +
    `${percent(move.share_reference ?? 0, 1)} to ${percent(move.share_recent ?? 0, 1)}`;
}

/**
 * What a figure of the moves compares, and which of them it has.
 *
 * @param options.top it draws at most so many.
 */
export function movesSubtitle(
  { against, moves }: { against: string; moves: unknown[] },
  { top }: { top: number },
): string {
  return `Against ${against}; 1 is how far a category usually moves in that time. ${
    moves.length > top
      ? `The ${top} of ${moves.length} watched categories that moved furthest`
      : "All watched categories"
  }`;
}

function judgementProse(beyond: boolean, { overruled, decided }: MoveJudgement): string {
  if (!decided) {
    return `the rule **would have said ${
      beyond ? "unusual" : "ordinary"
    }**; this is for information.`;
  }
  if (!beyond) return "**this is ordinary**.";
  return overruled
    ? "the move exceeds it, but **it is not counted as drift**, for the reason given at the top."
    : "**this is unusual**. Ask sales what happened before you trust the forecast for it.";
}

/** The charts that are read in addition to the decision; empty if there is none, as in a first run. */
export function noticesProse(
  { notices, charts_read, threshold }: {
    notices: Pick<DriftNotice, "text" | "noticed">[];
    charts_read: number;
    threshold: number;
  },
): string {
  if (notices.length === 0) return "";
  const lines = notices.map(({ text, noticed }) =>
    `- ${noticed ? "**Unusual:** " : ""}${closedPercents(text)}.`
  );
  return `${
    lines.join("\n")
  }\n\nTogether with the decision these are ${charts_read} checks. Each ` +
    `gives a false alarm in about ${
      percent(threshold)
    } of ordinary weeks, so expect at least one ` +
    `in up to ${
      percent(1 - (1 - threshold) ** charts_read)
    } of them. "Before that" is the weekly ` +
    "mean of the weeks that the decision compares with.";
}

/** Average precision of published forecasts, newest last; empty if there is none yet. */
export function realisedProse(realised: { week: string; average_precision: number }[]): string {
  if (realised.length === 0) return "";
  const scores = realised.slice(-6).map(({ week, average_precision }) =>
    `${week} ${average_precision.toFixed(3)}`
  );
  return "Average precision of the forecasts whose weeks are known by now (1 means that every " +
    `purchase ranked above everything else): ${listed(scores)}.`;
}
