/**
 * The variables that drifted by the rule of the original preset: those with p < threshold, without
 * adjustment for multiple tests. A p-value of null means that the variable was not tested.
 */
export function variablesBelow(
  tests: { name: string; p_value: number | null }[],
  threshold: number,
): string[] {
  return tests.filter(({ p_value }) => p_value !== null && p_value < threshold)
    .map(({ name }) => name);
}
