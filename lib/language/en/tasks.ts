/** Why a task or a run was skipped or closed, in English. */
export const TASKS = {
  "task.chose": "{task} chose {next}",
  "task.failed": "{tasks} failed",
  "task.skipped": "{tasks} skipped",
  "run.closed": "{run} succeeded after it",
  "wait.same": "no new data since run {run}{held, select, yes {, which is held} other {}}",
  "wait.reached":
    "run {run} has already forecast {week}, and the data {reach, select, earlier {only allow to forecast {next}} other {do not reach further}}",
};
