/** Why a task or a run was skipped or closed, in Spanish. */
export const TASKS = {
  "task.chose": "{task} eligió {next}",
  "task.failed": "hubo un error en {tasks}",
  "task.skipped": "se omitió {tasks}",
  "run.closed": "{run} terminó bien después",
  "wait.same":
    "no hay datos nuevos desde la ejecución {run}{held, select, yes {, que está retenida} other {}}",
  "wait.reached":
    "la ejecución {run} ya previó {week}, y los datos {reach, select, earlier {solo permiten prever {next}} other {no llegan más lejos}}",
};
