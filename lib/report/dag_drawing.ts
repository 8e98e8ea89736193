import { SODAI_MLOPS } from "../pipeline/sodai_mlops.ts";
import { escapeHtml } from "./html/escape_html.ts";
import { formatDuration } from "./html/format_duration.ts";
import type { Translator } from "../language/messages.ts";
import { stateColors, stateText } from "./state_label.ts";

/** The fields of a task that are drawn. */
export interface DrawnTask {
  id: string;
  /** One of Airflow's states, `stopped` or `killed`; others are drawn like `scheduled`. */
  state: string;
  duration_ms: number | null;
}

/** Columns of the drawing: tasks by the length of the longest chain before them. */
const COLUMNS = columnsOf(SODAI_MLOPS.tasks);

const BOX = { width: 132, height: 78 };

function columnsOf(tasks: readonly { id: string; after: readonly string[] }[]): string[][] {
  const depth = (id: string): number =>
    Math.max(0, ...tasks.find((task) => task.id === id)!.after.map((before) => 1 + depth(before)));
  const columns: string[][] = [];
  for (const { id } of tasks) (columns[depth(id)] ??= []).push(id);
  return columns;
}

/**
 * The pipeline's DAG as inline SVG, each task with state and duration, in Airflow's colours. Text
 * and lines use the colours of the page.
 *
 * @param tasks in any order; a missing task is drawn as `scheduled`.
 * @param words the names of states, and numbers.
 * @param vertical top to bottom, for narrow screens, instead of left to right.
 */
export function drawDag(
  tasks: DrawnTask[],
  words: Translator,
  { vertical = false } = {},
): string {
  const along = vertical ? BOX.height + 26 : BOX.width + 28;
  const across = vertical ? BOX.width + 16 : BOX.height + 18;
  const extent = along * COLUMNS.length - (along - (vertical ? BOX.height : BOX.width));
  const breadth = across + (vertical ? BOX.width : BOX.height);
  const margin = 3;

  const places = new Map(COLUMNS.flatMap((ids, column) =>
    ids.map((id, i) => {
      const offset = ids.length === 1 ? across / 2 : i * across;
      const [x, y] = vertical ? [offset, column * along] : [column * along, offset];
      return [id, { x: x + margin, y: y + margin }] as const;
    })
  ));
  const links = COLUMNS.slice(1).flatMap((ids, i) =>
    ids.flatMap((to) =>
      COLUMNS[i]!.map((from) => link(places.get(from)!, places.get(to)!, vertical))
    )
  );
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const boxes = [...places].map(([id, place]) =>
    box(byId.get(id) ?? { id, state: "scheduled", duration_ms: null }, place, words)
  );
  const [width, height] = (vertical ? [breadth, extent] : [extent, breadth])
    .map((size) => size + 2 * margin);
  const title = tasks.map(({ id, state }) => `${id}: ${stateText(state, words.t)}`).join(", ");
  return `<svg class="dag ${
    vertical ? "vertical" : "horizontal"
  }" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img" aria-label="${
      escapeHtml(`${words.t("page.tasks")}. ${title}`)
    }">` +
    `${links.join("")}${boxes.join("")}</svg>`;
}

interface Place {
  x: number;
  y: number;
}

function box(
  { id, state, duration_ms }: DrawnTask,
  { x, y }: Place,
  words: Translator,
): string {
  const { fill, ink } = stateColors(state);
  const middle = BOX.width / 2;
  const text = stateText(state, words.t), labelWidth = text.length * 6.6 + 18;
  const duration = duration_ms === null ? "" : formatDuration(duration_ms, words);
  return `<g class="task ${escapeHtml(state)}" transform="translate(${x},${y})">` +
    `<rect class="box" width="${BOX.width}" height="${BOX.height}" rx="9" stroke="${fill}"/>` +
    `<text class="name" x="${middle}" y="22">${escapeHtml(id)}</text>` +
    `<rect x="${
      middle - labelWidth / 2
    }" y="31" width="${labelWidth}" height="19" rx="9.5" fill="${fill}"/>` +
    `<text class="label" x="${middle}" y="44.5" fill="${ink}">${escapeHtml(text)}</text>` +
    `<text class="duration" x="${middle}" y="67">${duration}</text></g>`;
}

function link(from: Place, to: Place, vertical: boolean): string {
  const [x1, y1, x2, y2] = vertical
    ? [from.x + BOX.width / 2, from.y + BOX.height, to.x + BOX.width / 2, to.y]
    : [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const middle = vertical ? (y1 + y2) / 2 : (x1 + x2) / 2;
  const curve = vertical
    ? `M${x1},${y1}C${x1},${middle} ${x2},${middle} ${x2},${y2 - 5}`
    : `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2 - 5},${y2}`;
  const head = vertical
    ? `M${x2 - 4},${y2 - 7}L${x2},${y2 - 1}L${x2 + 4},${y2 - 7}`
    : `M${x2 - 7},${y2 - 4}L${x2 - 1},${y2}L${x2 - 7},${y2 + 4}`;
  return `<path class="link" d="${curve}"/><path class="head" d="${head}Z"/>`;
}
