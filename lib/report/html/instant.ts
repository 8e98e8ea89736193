/** An ISO time for people: `2024-11-25 09:00:03`. */
export function instant(iso: string): string {
  return iso.slice(0, 19).replace("T", " ");
}
