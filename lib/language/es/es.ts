import type { EN } from "../en/en.ts";
import { CALLS } from "./calls.ts";
import { PAGE } from "./page.ts";
import { RUNS } from "./runs.ts";
import { SUMMARY } from "./summary.ts";

/** Every message in Spanish; the names are those of the English ones. */
export const ES: Record<keyof typeof EN, string> = { ...CALLS, ...PAGE, ...RUNS, ...SUMMARY };
