import pl from "nodejs-polars";
import { checkColumns } from "../../table/contracts/check_columns.ts";
import { contractOf, type TableName } from "../../table/contracts/contracts.ts";
import { type Violation, violationLine } from "../../table/contracts/violation.ts";

/**
 * Checks a table, given by its columns, against its contract, as `extract_data` checks the input
 * files. Returns Markdown: one line per violation, or a sentence if there is none.
 *
 * @param columns lists of values, all of one length.
 * @param options.today the last day that a purchase may have.
 */
export function checkTable(
  name: TableName,
  columns: Record<string, readonly unknown[]>,
  { today = new Date() }: { today?: Date } = {},
): string {
  const frame = pl.DataFrame(columns as Record<string, unknown[]>);
  const { violations }: { violations: Violation[] } = checkColumns(frame, contractOf(name), today);
  return violations.length === 0
    ? "The table keeps its contract."
    : violations.map(violationLine).join("\n");
}
