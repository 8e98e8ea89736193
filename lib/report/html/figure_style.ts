import { DARK_TWINS } from "../../plots/color/ramp_color.ts";

/**
 * The style of figures in a page: their colours, which are attributes for white ground, have dark
 * twins, and a narrow page shows the narrow drawing.
 *
 * @param main HTML of the page; only its colours are in the style, and without a figure it is empty.
 */
export function figureStyle(main: string): string {
  if (!main.includes('class="figure')) return "";
  const used = new Set(
    Array.from(
      main.matchAll(/ (fill|stroke)="(#[0-9a-f]{6})"/g),
      ([, name, color]) => `${name} ${color}`,
    ),
  );
  const colors = [...used].sort().flatMap((use) => {
    const [name, color] = use.split(" ") as [string, string];
    const dark = DARK_TWINS.get(color);
    const of = `[${name}="${color}"]`;
    return dark === undefined
      ? []
      : [`.figure${of}, .figure ${of} { ${name}: light-dark(${color}, ${dark}); }`];
  });
  return `${LAYOUT}${colors.join("\n")}\n`;
}

const LAYOUT = `
.drawings { container-type: inline-size; }
svg.figure { display: block; }
svg.figure.narrow { display: none; }
@media screen {
  @container (max-width: 38rem) {
    .drawings:not(.wide) > .figure { display: none; }
    .drawings:not(.wide) > .figure.narrow { display: block; width: 100%; max-width: 28rem !important; }
  }
  @container (max-width: 50rem) {
    .drawings.wide > .figure { display: none; }
    .drawings.wide > .figure.narrow { display: block; width: 100%; max-width: 28rem !important; }
  }
}
`;
