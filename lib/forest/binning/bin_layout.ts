/**
 * What bin_values.ts and bin_values.as.ts agree on. This file is both TypeScript and AssemblyScript:
 * integer constants only.
 */

/** Values side by side: the 32-bit lanes of a vector. */
export const LANES = 4;
