import { CASES, endWell } from "./mutations/end_well.ts";

Deno.test(`mutations of the tables, ${CASES / 2} odd cases, end in success, held or a clear refusal`, () =>
  endWell(1));
