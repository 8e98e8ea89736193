/**
 * Kills its process at a file operation: loaded before a command by `deno run --preload`. The
 * variable `SODAI_TEST_KILL` says where, as JSON of a {@linkcode KillOrder}.
 */
import type { Fault } from "./disturbed.ts";
import { watchFiles } from "./file_calls.ts";
import { callNamer } from "./fault_points.ts";

/** Where a process is killed. */
export interface KillOrder {
  folder: string;
  /** Of the call, as `callNamer` names it. */
  key: string;
  fault: Fault;
}

const order: KillOrder = JSON.parse(Deno.env.get("SODAI_TEST_KILL")!);
const nameOf = callNamer();
watchFiles(order.folder, (call) => nameOf(call) === order.key ? order.fault : undefined);
