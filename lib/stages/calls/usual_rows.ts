import type { WeekView } from "../../features/behavioural/week_view.ts";
import type { Past } from "./call_list.ts";
import { habitOf } from "./habit.ts";
import { pastOf } from "./stopped.ts";

/**
 * The rows of products that a shop bought in the weeks before its last order, those that it bought
 * most often first: those of a quarter of the weeks and more, at least one. Each is counted up to that
 * order, so that they compare.
 */
export function usualRows(
  { history: { pairs }, week }: WeekView,
  customer: number,
  { since, of }: Past,
): { row: number; past: Past }[] {
  const usual: { row: number; past: Past }[] = [];
  for (let row = pairs.first[customer]!; row < pairs.first[customer + 1]!; row++) {
    const habit = habitOf(pairs.weeks, row, week);
    if (habit) usual.push({ row, past: pastOf(habit, since, of) });
  }
  return usual.filter(({ past }) => past.weeks > 0)
    .sort((a, b) => b.past.weeks - a.past.weeks || a.past.since - b.past.since)
    .filter(({ past }, rank) => rank === 0 || past.weeks >= past.of / 4);
}
