/** Limits of a container: version 2 and version 1 of Linux' control groups. */
const LIMITS = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

/**
 * Bytes of memory that a run may use: all of the machine, or of the container if that is less. A
 * limit that cannot be read, or is `max`, does not count.
 */
export function machineMemory(
  { total = Deno.systemMemoryInfo().total, read = readLimit }: {
    total?: number;
    read?: (path: string) => string;
  } = {},
): number {
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
