/**
 * Writes text to standard output or standard error as far as that is possible. A run must not fail
 * because nobody reads its log: the pipe was closed (`| head`), the disk of the log is full, the
 * terminal is gone, or a pipe that does not block is full.
 *
 * @returns the error that stopped it, for those whose only result is this text.
 */
export function writeText(
  stream: { writeSync(bytes: Uint8Array): number },
  text: string,
): Error | undefined {
  try {
    for (let bytes = new TextEncoder().encode(text); bytes.length > 0;) {
      bytes = bytes.subarray(stream.writeSync(bytes));
    }
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
