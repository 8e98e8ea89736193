/** What a look at files shows, compared with what is known. */
export type Look = "same" | "changing" | "changed";

/** Files that are looked at again and again, cheaply: by size and time of the last change. */
export interface WatchedFiles {
  /**
   * Compares the files with those at the last `mark`. They are `changing` until two looks in
   * succession show the same: a file that is still being copied is left alone.
   */
  look(): Look;
  /** What is there now is known. */
  mark(): void;
}

/** Watches files, which may be missing. Nothing is known before the first `mark`. */
export function watchedFiles(paths: readonly string[]): WatchedFiles {
  const signatures = () => paths.map(signature).join("\n");
  let known: string | undefined, before: string | undefined;
  return {
    look() {
      const now = signatures(), settled = now === before;
      before = now;
      if (now === known) return "same";
      return settled ? "changed" : "changing";
    },
    mark() {
      known = before = signatures();
    },
  };
}

function signature(path: string): string {
  try {
    const { size, mtime, ino } = Deno.statSync(path);
    return `${path} ${size} ${mtime?.getTime()} ${ino}`;
  } catch (error) {
    // missing, or unreadable at the moment: it matters only that this changes
    return `${path} ${(error as Error).name}`;
  }
}
