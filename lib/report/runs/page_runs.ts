import type { ListedRun } from "../../dag/runs/runs.ts";
import type { RealisedPrecision } from "../../drift/describe/drift_report.ts";

/** What the page of all runs shows. */
export interface PageRuns {
  /** Every run, newest start first. */
  runs: readonly ListedRun[];
  /** The run in use, and what is wrong with the link to it. */
  latest: string | undefined;
  latestProblem: string | undefined;
  /** The outputs folder, as a command gets it. */
  outputsDir: string;
  /** The runs that have a report. */
  reports: ReadonlySet<string>;
  /** How published forecasts turned out, of the newest drift report that says so. */
  realised: readonly RealisedPrecision[];
}
