import * as Plot from "@observablehq/plot";
import { COLORS, FONT_SIZE } from "./style.ts";
import { distinctShortener } from "./shortened.ts";
import { wrapText } from "./wrap_text.ts";

/** The label of a row: its name and a note. */
export interface RowLabel {
  /** On the axis. */
  label: string;
  /** Below the label, paler. */
  note?: string | undefined;
}

const NOTE_SIZE = FONT_SIZE.plot;
/** Pixels of a note; in a narrow figure there is less room beside the plot. */
const WIDTH = 330, NARROW_WIDTH = 175;

/**
 * Labels left of the frame, each with its note below, instead of an axis (which has only one text
 * size and colour). Row `i` is at `y` = i.
 *
 * @returns the marks and the height of a row in pixels.
 */
export function rowLabels(
  rows: RowLabel[],
  { narrow }: { narrow: boolean },
): { marks: Plot.Markish[]; rowHeight: number } {
  const style = { fontSize: NOTE_SIZE, face: "regular" } as const, shorten = distinctShortener();
  const lines = rows.map(({ note }) =>
    note ? wrapText(oneLine(note), narrow ? NARROW_WIDTH : WIDTH, style, shorten) : []
  );
  const most = Math.max(...lines.map(({ length }) => length));
  const marks = rows.map((row, i) => {
    const options: Plot.TextOptions = {
      y: () => i,
      frameAnchor: "left",
      textAnchor: "end",
      dx: -8,
    };
    const shift = -lines[i]!.length * NOTE_SIZE / 2 * 1.1;
    return [
      Plot.text([oneLine(row.label)], { ...options, dy: shift }),
      Plot.text(lines[i]!.length === 0 ? [] : [lines[i]!.join("\n")], {
        ...options,
        dy: shift + FONT_SIZE.plot / 2 + 2,
        lineAnchor: "top",
        lineHeight: 1.1,
        fontSize: NOTE_SIZE,
        fill: COLORS.muted,
        ...(row.note && lines[i]!.join(" ") !== oneLine(row.note) && { title: () => row.note }),
      }),
    ];
  });
  return { marks: marks.flat(), rowHeight: FONT_SIZE.plot + 9 + Math.ceil(most * NOTE_SIZE * 1.1) };
}

/** A line break in a name would cover the next row. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ");
}
