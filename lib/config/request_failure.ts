/**
 * Why `fetch` got no answer, such as "connection refused": the innermost cause, without the address,
 * which may contain credentials.
 */
export function requestFailure({ message, cause }: Error): string {
  if (cause instanceof Error) return requestFailure(cause);
  return message.replace(/^error sending request for url \(\S*\): /, "");
}
