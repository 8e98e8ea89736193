import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../lib/user_error.ts";
import { runCommand } from "./command.ts";
import { findChromium } from "./find_chromium.ts";

const PAGE = join("outputs", "demo", "outputs", "latest", "report", "index.html");
const PICTURE = join(".github", "report.png");
/**
 * Pixels of the page, down to the first shops of the call list; the picture has `SCALE` times as
 * many, for sharp text.
 */
const WIDTH = 1120, HEIGHT = 1330, SCALE = 1.5;

await runCommand({
  name: "picture",
  summary: `Takes the picture of the README, ${PICTURE}, from the report of deno task demo`,
  parameters: [],
}, async () => {
  await Deno.stat(PAGE).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      `expected the report of the demo, found no ${PAGE}\nRun deno task demo first.`,
    );
  });
  const chromium = await findChromium();
  const folder = await Deno.makeTempDir({ prefix: "sodai_picture_" });
  try {
    const picture = resolve(PICTURE);
    const { success, stderr } = await new Deno.Command(chromium, {
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        `--user-data-dir=${join(folder, "profile")}`,
        `--window-size=${WIDTH},${HEIGHT}`,
        `--force-device-scale-factor=${SCALE}`,
        // the call list is drawn by a script
        "--virtual-time-budget=5000",
        `--screenshot=${picture}`,
        pathToFileURL(resolve(PAGE)).href,
      ],
    }).output();
    if (!success) {
      throw new UserError(`${chromium} failed: ${new TextDecoder().decode(stderr).trim()}`, 1);
    }
    const { size } = await Deno.stat(picture);
    console.log(`${PICTURE}: ${WIDTH * SCALE} × ${HEIGHT * SCALE}, ${size >> 10} kB`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
