import type { Fault } from "./disturbed.ts";
import type { FileCall } from "./file_calls.ts";
import type { Undisturbed } from "../try_point.ts";
import { random } from "../../../lib/stats/random.ts";
import type { Code } from "./fault_errors.ts";

/** A place in a command, and what happens there. */
export interface FaultPoint {
  call: FileCall;
  /** Finds the call again, although those that run at the same time change places. */
  key: string;
  fault: Fault;
  /** Whether all later calls fail too, as on a full disk, and not this one only. */
  stays: boolean;
}

const CODES: readonly Code[] = ["ENOSPC", "EIO", "EACCES"];

/** Every error at every call: each error alone, or with all later ones, by turns. */
export function errorPoints({ calls, from }: Pick<Undisturbed, "calls" | "from">): FaultPoint[] {
  return keyed(calls).slice(from).flatMap(({ call, key }, i) =>
    CODES.filter((code) => canFail(call, code)).map((fault, j) => ({
      call,
      key,
      fault,
      stays: (i + j) % 2 === 1,
    }))
  );
}

/** SIGKILL before every call that changes the disk, and after half of it if it has parts. */
export function killPoints(
  { calls, from, to }: Pick<Undisturbed, "calls" | "from" | "to">,
): FaultPoint[] {
  return keyed(calls).slice(from, to).filter(({ call }) =>
    call.effect !== "read" && call.effect !== "sync"
  )
    .flatMap(({ call, key }) =>
      (["kill before", "kill half"] as const)
        .filter((fault) => fault === "kill before" || call.divisible)
        .map((fault) => ({ call, key, fault, stays: false }))
    );
}

/** Whether a call can end with an error. */
export function canFail({ effect, byPath }: FileCall, code: Code): boolean {
  switch (code) {
    case "ENOSPC":
      return ["write", "create", "move", "sync"].includes(effect);
    case "EACCES":
      return byPath;
    case "EIO":
      return true;
  }
}

/**
 * A seeded sample of points: kinds of calls that are rare come first, so that each kind is in it
 * before one comes twice.
 */
export function sampled(points: readonly FaultPoint[], count: number, seed = 0): FaultPoint[] {
  const { uniform } = random(seed);
  const seen = new Map<string, number>();
  return points.map((point) => ({ point, at: uniform() })).sort((a, b) => a.at - b.at)
    .map(({ point }) => {
      const kind = `${point.call.name} ${point.fault}`, turn = seen.get(kind) ?? 0;
      seen.set(kind, turn + 1);
      return { point, turn };
    })
    .sort((a, b) => a.turn - b.turn).slice(0, count).map(({ point }) => point);
}

/** Names the calls of a command: the same call of another attempt has the same name. */
export function callNamer(): (call: FileCall) => string {
  const seen = new Map<string, number>();
  return ({ name, path }) => {
    const label = `${name} ${path.replaceAll(NEW_RUN, "NEW")}`, turn = (seen.get(label) ?? 0) + 1;
    seen.set(label, turn);
    return `${label} ${turn}`;
  };
}

/** Ids of runs, but that of the first one: the others may be named for the time of the test. */
const NEW_RUN = /\d{4}-W\d{2}_(?!20240325T090000Z)\d{8}T\d{6}Z/g;

function keyed(calls: readonly FileCall[]) {
  const nameOf = callNamer();
  return calls.map((call) => ({ call, key: nameOf(call) }));
}
