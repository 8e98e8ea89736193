/** Limits of a container: version 2 and version 1 of Linux' control groups. */
const LIMITS = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

/** Tells the result to a process that Deno does not let read `/sys`. */
export const MEMORY_VARIABLE = "SODAI_MACHINE_MEMORY";

/**
 * Bytes of memory that a run may use: all of the machine, or of the container if that is less. A
 * limit that cannot be read, or is `max`, does not count. Deno lets only a process with every
 * permission read `/sys`, so the launcher of the commands does, and tells them by a variable.
 */
export function machineMemory(
  { told = Deno.env.get(MEMORY_VARIABLE), total = Deno.systemMemoryInfo().total, read = readLimit }:
    {
      told?: string | undefined;
      total?: number;
      read?: (path: string) => string;
    } = {},
): number {
  if (Number(told) > 0) return Number(told);
  const limits = LIMITS.map((path) => Number(read(path).trim() || NaN));
  return Math.min(total, ...limits.filter((limit) => limit > 0));
}

function readLimit(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // not Linux, no container, or no permission
    return "";
  }
}
