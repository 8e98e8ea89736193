import { basename, dirname, join, resolve } from "node:path";

/**
 * The absolute path of a file or folder, and the path that it leads to if there are links on the
 * way. Deno compares paths as they are written, so a permission needs both. What does not exist yet
 * is taken to be below the first folder that does.
 */
export function withTarget(path: string): string[] {
  const absolute = resolve(path);
  return [...new Set([absolute, target(absolute)])];
}

function target(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    // missing, or a link that leads nowhere: whoever uses it says so
    return path === dirname(path) ? path : join(target(dirname(path)), basename(path));
  }
}
