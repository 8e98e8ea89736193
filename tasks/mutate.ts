/**
 * Mutation testing: small mistakes are put into the sources, one at a time, and the tests must
 * detect each. StrykerJS (9.6) is not used: it supports Deno only by its command runner, which runs
 * the same command for every mutant and has no seeded sample.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../lib/user_error.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { type Accepted, staleEntries } from "./mutate/accepted.ts";
import { importGraph } from "./mutate/import_graph.ts";
import { interruptSignal } from "./mutate/interrupt_signal.ts";
import { judgeMutants, type Verdict } from "./mutate/judge_mutants.ts";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";
import { sampleMutants } from "./mutate/sample.ts";
import { scratchCopy } from "./mutate/scratch_copy.ts";
import {
  caughtBy,
  mutantText,
  progressLine,
  survivorList,
  tally,
  verdictTable,
} from "./mutate/verdict_table.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const ACCEPTED = "tests/mutate/equivalent.json";
const WANTED_PERCENT = 95;

const MUTATE: Command = {
  name: "mutate",
  summary: `Puts small mistakes into copies of the sources and checks whether the tests detect them.
  Status 1 if they detect fewer than ${WANTED_PERCENT} % of those that are not equivalent, or if
  a survivor has no reason in ${ACCEPTED}.`,
  parameters: ["seed"],
  flags: {
    count: "number of mutants [200]",
    folder: "only those of this folder or file [lib]",
    workers: "mutants at the same time [2]",
    out: "JSON file for the results",
  },
  switches: {
    near: "faster: skips the tests that start processes, which take minutes per survivor",
    list: "print the mutants without running them",
  },
};

async function mutate({ config: { seed }, flags, switches }: Call): Promise<void> {
  const count = positive("count", flags.count ?? "200");
  const workers = positive("workers", flags.workers ?? "2");
  const scratch = await Deno.makeTempDir({ prefix: "sodai_mutate_" });
  using interrupts = interruptSignal();
  try {
    // a copy, so that edits during the run have no effect
    const clean = join(scratch, "clean");
    await scratchCopy(ROOT, clean);
    const places = placesIn(clean, flags.folder ?? "lib");
    const sample = sampleMutants(places, { count, seed });
    if (switches.has("list")) return console.log(sample.map(mutantText).join("\n"));

    const accepted: Accepted[] = JSON.parse(readFileSync(join(clean, ACCEPTED), "utf8"));
    let done = 0;
    const verdicts = await judgeMutants(sample, {
      graph: importGraph(clean),
      accepted,
      scratch,
      workers,
      nearOnly: switches.has("near"),
      signal: interrupts.signal,
      onVerdict: (verdict) => console.error(`${++done}/${sample.length} ${progressLine(verdict)}`),
    });
    if (flags.out !== undefined) {
      const all = { seed, ...tally(verdicts), verdicts };
      await Deno.writeTextFile(flags.out, JSON.stringify(all, null, 2) + "\n");
    }
    console.log([verdictTable, caughtBy, survivorList].map((part) => part(verdicts)).join("\n"));
    const files = new Set(places.flat().map(({ file }) => file));
    const stale = staleEntries(accepted.filter(({ file }) => files.has(file)), places.flat());
    for (const { file, before } of stale) {
      console.log(`${ACCEPTED} has an entry for a line that no longer exists: ${file}  ${before}`);
    }
    checkResult(verdicts);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

function positive(flag: string, given: string): number {
  const value = Number(given);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`--${flag}: expected a whole number from 1, found "${given}"`);
}

/** The mutants of the sources below a path, by place, in the order of the files. */
function placesIn(root: string, under: string): Mutant[][] {
  const wanted = posix.normalize(`${under}/`);
  const files = (readdirSync(join(root, "lib"), { recursive: true }) as string[])
    .map((entry) => `lib/${entry.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts") && `${file}/`.startsWith(wanted)).sort();
  const places = files.flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
  if (places.length > 0) return places;
  throw new UserError(`--folder: expected a folder or file of lib/ with code, found "${under}"`);
}

/** @throws UserError if too few are caught, or a survivor has no reason. */
function checkResult(verdicts: Verdict[]): void {
  const { caughtPercent } = tally(verdicts);
  const unexplained = verdicts.filter(({ outcome, reason }) => outcome === "survived" && !reason);
  if (caughtPercent < WANTED_PERCENT) {
    throw new UserError(
      `expected ${WANTED_PERCENT} % caught, found ${caughtPercent.toFixed(1)} %\n` +
        "Add tests that catch the survivors.",
      1,
    );
  }
  if (unexplained.length === 0) return;
  throw new UserError(
    `expected a reason for each survivor, found ${unexplained.length} without\n` +
      `Add a test, or an entry to ${ACCEPTED}.`,
    1,
  );
}

await runCommand(MUTATE, mutate);
