import { resolve } from "node:path";
import { shownFolder } from "../../lib/config/shown_folder.ts";
import { readHeartbeat } from "../../lib/dag/heartbeat.ts";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { newestOutcome, runStatus } from "../../lib/pipeline/history/run_status.ts";

/** What monitoring asks for: the runs, the latest, and the heartbeat of the schedule. */
export function listJson(outputsDir: string, now = Date.now()): string {
  const latest = readLatest(outputsDir);
  const runs = listRuns(outputsDir).map((run) => runStatus(run, { latest, now }));
  const heartbeat = readHeartbeat(outputsDir);
  return JSON.stringify(
    {
      outputs_dir: shownFolder(resolve(outputsDir)),
      time: new Date(now).toISOString(),
      latest: latest ?? null,
      newest_outcome: newestOutcome(runs),
      heartbeat: heartbeat
        ? { ...heartbeat, age_seconds: (now - Date.parse(heartbeat.time)) / 1000 }
        : null,
      runs,
    },
    null,
    2,
  );
}
