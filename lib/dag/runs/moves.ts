import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A move of `latest` by hand, as recorded in a file of the outputs folder. */
export interface LatestMove {
  /** ISO 8601, UTC. */
  at: string;
  /** The run in use before; null if there was none. */
  from: string | null;
  /** The run in use since. */
  to: string;
}

/** The recorded moves of a kind. */
export interface RecordedMoves {
  /** Oldest first; none if the file is damaged. */
  moves: LatestMove[];
  /** What is wrong with the file. */
  problem?: string;
}

/** Names of the files in the outputs folder. */
export const MOVES = { rollbacks: "rollbacks.json", promotions: "promotions.json" } as const;

const LIST = z.array(z.object({ at: z.string(), from: z.string().nullable(), to: z.string() }));

/** Reads a file of moves. A damaged one is a problem and must not block a move. */
export function readMoves(outputsDir: string, file: string): RecordedMoves {
  const path = join(outputsDir, file);
  const damaged = { moves: [], problem: `${path}: expected a list of moves, found a damaged file` };
  try {
    const { data } = LIST.safeParse(JSON.parse(Deno.readTextFileSync(path)));
    return data ? { moves: data } : damaged;
  } catch (error) {
    const { NotFound, NotADirectory, FilesystemLoop } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return { moves: [] };
    const isOdd = error instanceof SyntaxError || error instanceof FilesystemLoop ||
      (error as { code?: string }).code === "EISDIR";
    if (isOdd) return damaged;
    throw error;
  }
}

/** Renames a damaged file of moves; returns its new path. */
export function setAside(outputsDir: string, file: string): string {
  const path = join(outputsDir, file);
  let aside = `${path}.damaged`;
  for (let copy = 2; existsSync(aside); copy++) aside = `${path}.damaged-${copy}`;
  Deno.renameSync(path, aside);
  return aside;
}
