/**
 * The style of all figures. Marks have a contrast of at least 3 : 1 with the white ground, text of
 * at least 4.5 : 1. Series differ in lightness as well as in hue: any two of them stay further apart
 * than those of Okabe & Ito (2008, "Color Universal Design"), also for colour-blind readers, by
 * simulation of Machado et al. (2009). Pages with a dark theme replace them by
 * {@linkcode DARK_COLORS}.
 */
export const COLORS = {
  blue: "#1460c8",
  orange: "#d97a00",
  green: "#0a4d43",
  sky: "#2e99d6",
  amber: "#726209",
  pink: "#a90d88",
  ink: "#222222",
  muted: "#595959",
  grid: "#d9d9d9",
  pale: "#8c8c8c",
  ground: "#ffffff",
} as const;

/** The same on a dark ground. */
export const DARK_COLORS: Record<keyof typeof COLORS, string> = {
  blue: "#3f7df5",
  orange: "#f98224",
  green: "#11bc93",
  sky: "#68d5f8",
  amber: "#f3d37a",
  pink: "#c443a6",
  ink: "#f4f7fb",
  muted: "#a3acb7",
  grid: "#343a43",
  pale: "#7b838d",
  ground: "#14171b",
};

/** Pixels inside the frame that keep marks off the name of the vertical axis, which is at its top. */
export const BELOW_AXIS_NAME = 14;

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

/** A colour scale from low to high, for white and for dark grounds. */
export interface ColorScale {
  light: readonly string[];
  dark: readonly string[];
}

/** Blue, grey, orange. */
export const LOW_TO_HIGH: ColorScale = {
  light: ["#1460c8", "#868686", "#d97a00"],
  dark: ["#3f7df5", "#8b929b", "#f98224"],
};

/** One hue, from little more than the ground; marks on the ground use it from {@linkcode VISIBLE} on. */
export const FAINT_TO_STRONG: ColorScale = {
  light: ["#f3f6f9", "#b9d4e6", "#6fa8cd", "#2b7bb3", "#08406b"],
  dark: ["#1d2530", "#24496b", "#3680b5", "#78b8e2", "#d8eefc"],
};

/** From this share of {@linkcode FAINT_TO_STRONG} on, a mark has enough contrast with the ground. */
export const VISIBLE = 0.6;

/** Verdana has the same letter widths and the others are narrower, so measured text always fits. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif";

/** Pixels. */
export const FONT_SIZE = { title: 16, subtitle: 12, panel: 12, plot: 11, caption: 11 } as const;

/**
 * Pixels: usual width of a figure, the most that a page shows, width on a phone of 390 pixels; the
 * margin around a figure, and on a phone.
 */
export const FIGURE_WIDTH = 760;
export const PAGE_WIDTH = 1_060;
export const NARROW_WIDTH = 358;
export const PADDING = 16;
export const NARROW_PADDING = 2;
