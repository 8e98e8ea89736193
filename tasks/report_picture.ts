import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../lib/user_error.ts";
import { runCommand } from "./command.ts";
import { findChromium } from "./find_chromium.ts";

const PAGE = join("outputs", "demo", "outputs", "latest", "report", "index.html");
const PICTURE = join(".github", "report.png");
/** Pixels of the page; the picture has `SCALE` times as many, for sharp text. */
const WIDTH = 1120, SCALE = 1.5;
/** The picture ends before this part of the page. */
const END = "tasks";

await runCommand({
  name: "picture",
  summary: `Takes the picture of the README, ${PICTURE}, from the report of deno task demo`,
  parameters: [],
}, async () => {
  const html = await Deno.readTextFile(PAGE).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      `expected the report of the demo, found no ${PAGE}\nRun deno task demo first.`,
    );
  });
  const chromium = await findChromium();
  const folder = await Deno.makeTempDir({ prefix: "sodai_picture_" });
  try {
    // a script in a copy of the page, without its policy, reports where to cut
    const page = join(folder, "page.html");
    const open = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/i, "");
    await Deno.writeTextFile(
      page,
      `${open}<script>document.title = Math.floor(
      document.getElementById("${END}").getBoundingClientRect().top);</script>`,
    );
    const browse = async (height: number, ...args: string[]) => {
      const { success, stdout, stderr } = await new Deno.Command(chromium, {
        args: [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--hide-scrollbars",
          `--user-data-dir=${join(folder, "profile")}`,
          `--window-size=${WIDTH},${height}`,
          ...args,
          pathToFileURL(page).href,
        ],
      }).output();
      if (success) return new TextDecoder().decode(stdout);
      throw new UserError(`${chromium} failed: ${new TextDecoder().decode(stderr).trim()}`, 1);
    };
    const height = Number(/<title>(\d+)<\/title>/.exec(await browse(1000, "--dump-dom"))?.[1]);
    if (!(height > 0)) throw new UserError(`expected a part #${END} in ${PAGE}, found none`, 1);
    const picture = resolve(PICTURE);
    await browse(height, `--force-device-scale-factor=${SCALE}`, `--screenshot=${picture}`);
    const { size } = await Deno.stat(picture);
    console.log(`${PICTURE}: ${WIDTH * SCALE} × ${Math.floor(height * SCALE)}, ${size >> 10} kB`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
