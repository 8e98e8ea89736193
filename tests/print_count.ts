/** Names the file of counts: `tests/run.ts` prints it, as `deno test --quiet` hides what tests print. */
export const COUNTS_FILE = "SODAI_TEST_COUNTS";

/** Prints how much a test tried, one line. */
export function printCount(text: string): void {
  const file = Deno.env.get(COUNTS_FILE);
  if (file === undefined) console.log(text);
  else Deno.writeTextFileSync(file, `${text}\n`, { append: true });
}
