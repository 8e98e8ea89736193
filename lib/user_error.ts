/**
 * A mistake that the user can mend. Its message says what was expected, what was found, where, and
 * how to mend it; commands print it without a stack trace. Every other error is a bug and may crash.
 */
export class UserError extends Error {
  /** Tells it from other errors. */
  override name = "UserError";

  /**
   * @param message one or several lines, the remedy last.
   * @param exitStatus 2 for a wrong call or bad input, 1 for a run that failed.
   */
  /** The message says what was expected, what was found, where, and the remedy. */
  constructor(message: string, readonly exitStatus: 1 | 2 = 2) {
    super(message);
  }
}
