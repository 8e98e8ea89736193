import { CALLS } from "./calls.ts";
import { PAGE } from "./page.ts";
import { RUNS } from "./runs.ts";
import { SUMMARY } from "./summary.ts";

/**
 * Every message in English, by name, in the ICU message format. The first word of a name says where it
 * stands.
 */
export const EN = { ...CALLS, ...PAGE, ...RUNS, ...SUMMARY };
