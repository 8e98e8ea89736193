/**
 * Work in independent pieces: any number of threads gives the same bytes. `start` takes a task of
 * plain data and shared memory and returns a function that does piece `index`.
 */
export interface Job<Task, Result> {
  /** The module that exports `start` under `name`, for other threads to import. */
  module: string;
  name: string;
  start: (task: Task) => (index: number) => Result;
}

/**
 * Declares an exported function as a job of its module.
 *
 * @param module `import.meta.url` of the module that exports `start` under its own name.
 */
export function job<Task, Result>(
  module: string,
  start: (task: Task) => (index: number) => Result,
): Job<Task, Result> {
  return { module, name: start.name, start };
}
