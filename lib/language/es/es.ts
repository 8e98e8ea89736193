import type { EN } from "../en/en.ts";
import { ATTRIBUTES } from "./attributes.ts";
import { CALLS } from "./calls.ts";
import { CHECKS } from "./checks.ts";
import { DATA } from "./data.ts";
import { FACTS } from "./facts.ts";
import { PAGE } from "./page.ts";
import { REASONS } from "./reasons.ts";
import { RUNS } from "./runs.ts";
import { SUMMARY } from "./summary.ts";
import { TASKS } from "./tasks.ts";
import { UNUSUAL } from "./unusual.ts";
import { VISITS } from "./visits.ts";
import { WORDS } from "./words.ts";

/** Every message in Spanish; the names are those of the English ones. */
export const ES: Record<keyof typeof EN, string> = {
  ...ATTRIBUTES,
  ...CALLS,
  ...CHECKS,
  ...DATA,
  ...FACTS,
  ...PAGE,
  ...REASONS,
  ...RUNS,
  ...SUMMARY,
  ...TASKS,
  ...UNUSUAL,
  ...VISITS,
  ...WORDS,
};
