import { createHash } from "node:crypto";
import { decodeModel, encodeModel } from "../forest/files/model_file.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";

/** A part of training that several machines can share. A name always has the same result. */
export interface Unit<Result> {
  name: string;
  make: () => Promise<Result>;
  encode: (result: Result) => Uint8Array;
  decode: (bytes: Uint8Array) => Result;
}

/** Units whose results were stored; see pipeline/shards/stored_units.ts. */
export interface Units {
  /**
   * Announces units that do not depend on each other, the longest first, before they are needed:
   * machines that share them make them now.
   */
  share: <Result>(units: readonly Unit<Result>[]) => Promise<void>;
  /** The result of a unit, if it was stored. */
  find: <Result>(unit: Unit<Result>) => Result | undefined;
}

/** Nothing is shared and nothing is stored. */
export const ALONE: Units = { share: () => Promise.resolve(), find: () => undefined };

/** Trees as a unit, named for what they depend on beside their training rows. */
export function treesUnit(
  name: string,
  dependsOn: unknown,
  make: () => Promise<TreeEnsemble>,
): Unit<TreeEnsemble> {
  return {
    name: unitName(name, dependsOn),
    make,
    encode: (ensemble) => encodeModel(ensemble, {}),
    decode: (bytes) => decodeModel(bytes).ensemble,
  };
}

/** A name with a digest of everything that a unit depends on. */
export function unitName(name: string, dependsOn: unknown): string {
  const digest = createHash("sha256").update(JSON.stringify(dependsOn)).digest("hex");
  return `${name}.${digest.slice(0, 16)}`;
}

/** The stored result of a unit, or else a new one. */
export async function findOrMake<Result>(units: Units, unit: Unit<Result>): Promise<Result> {
  return units.find(unit) ?? await unit.make();
}

/** Units whose names begin with another name, such as that of their training rows. */
export function within({ share, find }: Units, name: string): Units {
  const named = <Result>(unit: Unit<Result>) => ({ ...unit, name: `${name}.${unit.name}` });
  return { share: (units) => share(units.map(named)), find: (unit) => find(named(unit)) };
}
