import { DEFAULT } from "./default.ts";
import { ORIGINAL } from "./original.ts";
import type { Preset, PresetName } from "./preset.ts";

/** The presets by name. */
export const PRESETS: Record<PresetName, Preset> = { default: DEFAULT, original: ORIGINAL };
