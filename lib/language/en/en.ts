import { CALLS } from "./calls.ts";
import { PAGE } from "./page.ts";
import { REASONS } from "./reasons.ts";
import { RUNS } from "./runs.ts";
import { SUMMARY } from "./summary.ts";
import { VISITS } from "./visits.ts";

/**
 * Every message in English, by name, in the ICU message format. The first word of a name says where it
 * stands.
 */
export const EN = { ...CALLS, ...PAGE, ...REASONS, ...RUNS, ...SUMMARY, ...VISITS };
