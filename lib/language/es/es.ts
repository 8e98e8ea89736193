import type { EN } from "../en/en.ts";
import { CALLS } from "./calls.ts";
import { PAGE } from "./page.ts";
import { REASONS } from "./reasons.ts";
import { RUNS } from "./runs.ts";
import { SUMMARY } from "./summary.ts";
import { VISITS } from "./visits.ts";

/** Every message in Spanish; the names are those of the English ones. */
export const ES: Record<keyof typeof EN, string> = {
  ...CALLS,
  ...PAGE,
  ...REASONS,
  ...RUNS,
  ...SUMMARY,
  ...VISITS,
};
