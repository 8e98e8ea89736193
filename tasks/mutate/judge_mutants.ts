import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../lib/user_error.ts";
import { type Accepted, acceptedFor } from "./accepted.ts";
import { type Check, checksFor } from "./checks_for.ts";
import type { ImportGraph } from "./import_graph.ts";
import { type Mutant, mutated } from "./mutants.ts";
import { runDeno } from "./run_deno.ts";
import { scratchCopy } from "./scratch_copy.ts";

/** The outcome of a mutant. */
export interface Verdict {
  mutant: Mutant;
  outcome: "caught" | "equivalent" | "survived";
  /** The check that caught it. */
  by?: string;
  timedOut?: boolean;
  /** Why it may survive. */
  reason?: string;
  durationMs: number;
}

/** Ends infinite loops; long enough for a slow, busy machine. */
const MIN_LIMIT_MS = 60_000;
const LIMIT_FACTOR = 10;

/**
 * Runs the checks on each mutant until one fails, in `workers` copies of the sources in parallel. A
 * check counts only if it passes on the unchanged sources, which is tested at its first use.
 *
 * @param scratch a folder with the unchanged sources in `clean`; the copies are created next to it.
 * @throws UserError if a check fails on the unchanged sources.
 */
export async function judgeMutants(
  mutants: Mutant[],
  { graph, accepted, scratch, workers, nearOnly, signal, onVerdict }: {
    graph: ImportGraph;
    accepted: Accepted[];
    scratch: string;
    workers: number;
    nearOnly: boolean;
    signal: AbortSignal;
    onVerdict: (verdict: Verdict) => void;
  },
): Promise<Verdict[]> {
  const clean = join(scratch, "clean"), tmp = join(scratch, "tmp");
  await Deno.mkdir(tmp);
  const stopped = new AbortController(), anyStop = AbortSignal.any([signal, stopped.signal]);
  /** Duration of each check on the unchanged sources. */
  const usualMs = new Map<string, Promise<number>>();

  const run = (check: Check, cwd: string, limitMs: number, keepsOutput = false) =>
    runDeno(check.args, { cwd, tmp, limitMs, keepsOutput, signal: anyStop });
  const onUnchanged = async (check: Check) => {
    const { how, durationMs, printed } = await run(check, clean, 10 * MIN_LIMIT_MS, true);
    if (how === "passed") return durationMs;
    throw new UserError(
      `${check.name} ${how} on the unchanged sources, so it cannot test mutants:\n${printed}\n` +
        `Repair it first: deno ${check.args.join(" ")}`,
      1,
    );
  };

  async function judge(mutant: Mutant, copy: string): Promise<Verdict> {
    const entry = acceptedFor(mutant, accepted);
    if (entry !== undefined) {
      const outcome = entry.kind === "equivalent" ? "equivalent" : "survived";
      return { mutant, outcome, reason: entry.reason, durationMs: 0 };
    }
    const start = performance.now(), elapsed = () => performance.now() - start;
    const path = join(copy, mutant.file), code = await readFile(path, "utf8");
    await writeFile(path, mutated(code, mutant.replacement));
    try {
      const checks = checksFor(mutant.file, {
        graph,
        hasExamples: code.includes("```ts"),
        nearOnly,
      });
      for (const check of checks) {
        const key = check.args.join(" "), usual = usualMs.get(key) ?? onUnchanged(check);
        usualMs.set(key, usual);
        const { how } = await run(check, copy, Math.max(MIN_LIMIT_MS, LIMIT_FACTOR * await usual));
        if (how === "passed") continue;
        const timedOut = how === "timed out" ? { timedOut: true } : {};
        return { mutant, outcome: "caught", by: check.name, ...timedOut, durationMs: elapsed() };
      }
      return { mutant, outcome: "survived", durationMs: elapsed() };
    } finally {
      await writeFile(path, code);
    }
  }

  const verdicts: Verdict[] = Array(mutants.length);
  const queue = mutants.entries();
  async function work(_: unknown, worker: number) {
    const copy = join(scratch, `worker_${worker}`);
    await scratchCopy(clean, copy);
    for (const [i, mutant] of queue) {
      verdicts[i] = await judge(mutant, copy);
      onVerdict(verdicts[i]);
    }
  }
  const all = Array.from({ length: workers }, work);
  try {
    await Promise.all(all);
  } finally {
    // all workers end before their folder is removed
    stopped.abort();
    await Promise.allSettled(all);
  }
  return verdicts;
}
