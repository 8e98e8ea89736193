/** `12 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** A count, with its noun if there is one: `1 day`, `1,203 purchases`. */
export function counted(count: number, noun = ""): string {
  const number = Math.round(count).toLocaleString("en-US");
  return noun === "" ? number : `${number} ${noun}${Math.abs(count) === 1 ? "" : "s"}`;
}
