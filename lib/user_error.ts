/**
 * An error that the user can fix. Its message says what was expected, what was found, where, and
 * how to fix it. Commands print it without a stack trace. Every other error is a bug and may crash.
 */
export class UserError extends Error {
  /** Distinguishes it from other errors. */
  override name = "UserError";

  /**
   * Creates the error.
   *
   * @param message one or more lines, the remedy last.
   * @param exitStatus 2 for a wrong call or bad input, 1 for a run that failed, 130 or 143 for one
   * that SIGINT or SIGTERM stopped.
   * @param options its cause, such as the error of the operating system that it explains.
   */
  constructor(
    message: string,
    readonly exitStatus: 1 | 2 | 130 | 143 = 2,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
