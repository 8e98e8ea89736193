/**
 * Constants of bin_values.ts and bin_values.as.ts. This file is valid TypeScript and
 * AssemblyScript, so it contains integer constants only.
 */

/** Values binned at once: the 32-bit lanes of a vector. */
export const LANES = 4;
