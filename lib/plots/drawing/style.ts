/**
 * The style of all figures. Colours are those of Okabe & Ito (2008, "Color Universal Design"),
 * distinguishable with any common colour blindness, without yellow, which is too pale on white.
 * Backgrounds are white, so that a figure looks the same on light and dark pages.
 */
export const COLORS = {
  blue: "#0072b2",
  orange: "#d55e00",
  green: "#009e73",
  sky: "#56b4e9",
  amber: "#e69f00",
  pink: "#cc79a7",
  ink: "#222222",
  muted: "#595959",
  grid: "#d9d9d9",
  pale: "#bdbdbd",
} as const;

/** Colours of series without a specific meaning, in order of use. */
export const SERIES: readonly string[] = [
  COLORS.blue,
  COLORS.orange,
  COLORS.green,
  COLORS.pink,
  COLORS.amber,
  COLORS.sky,
  COLORS.ink,
];

/** Low to high: blue, grey, vermilion; its ends and middle also differ in lightness. */
export const LOW_TO_HIGH: readonly string[] = [
  "#0072b2",
  "#6aa5c9",
  "#bdbdbd",
  "#e39a66",
  "#d55e00",
];

/** Low to high on white, one hue. */
export const PALE_TO_DARK: readonly string[] = [
  "#f3f6f9",
  "#b9d4e6",
  "#6fa8cd",
  "#2b7bb3",
  "#08406b",
];

/** Verdana has the same letter widths and the others are narrower, so measured text always fits. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif";

/** Pixels. */
export const FONT_SIZE = { title: 16, subtitle: 12, panel: 12, plot: 11, caption: 11 } as const;

/** Pixels: usual width of a figure, the most that a page shows, white margin around it. */
export const FIGURE_WIDTH = 760;
export const PAGE_WIDTH = 1_060;
export const PADDING = 16;
