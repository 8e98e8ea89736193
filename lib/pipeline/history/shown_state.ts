import type { ListedRun } from "../../dag/runs/runs.ts";

/** State of a run; `killed` if it is `running` without a process, or `unreadable`. */
export function shownState({ run, alive }: Pick<ListedRun, "run" | "alive">): string {
  if (!run) return "unreadable";
  return run.state === "running" && !alive ? "killed" : run.state;
}
