/**
 * Seeded random numbers: xoshiro128** (Blackman & Vigna 2018, https://prng.di.unimi.it), with a
 * state from the murmur3 finaliser over the seed and the stream. Own implementation, because npm's
 * generators take one seed only. Here every tree, trial or customer draws from its own stream, so
 * the result does not depend on their order or on the number of workers.
 */
export interface Random {
  /** An integer in [0, 2³²). */
  uint32(): number;
  /** A number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** An integer in [0, n), without modulo bias; n ≤ 2³². */
  below(n: number): number;
  /** A standard normal number (Box–Muller, one of the pair). */
  normal(): number;
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A generator for one stream of a seed.
 *
 * @param seed any integer.
 * @param stream integers that identify the stream, such as `(task, tree)`.
 *
 * @example
 * ```ts
 * import { random } from "./random.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(random(7, 1).uniform(), random(7, 1).uniform());
 * assert.notEqual(random(7, 1).uniform(), random(7, 2).uniform());
 * ```
 */
export function random(seed: number, ...stream: number[]): Random {
  let h = 0x9e3779b9;
  for (const part of [seed, ...stream]) {
    h = mix((h ^ (part >>> 0)) + 0x9e3779b9);
    h = mix((h ^ (Math.floor(part / 2 ** 32) >>> 0)) + 0x7f4a7c15);
  }
  const next = () => (h = mix(h + 0x9e3779b9));
  let a = next(), b = next(), c = next(), d = next() | 1;

  const uint32 = () => {
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = () => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  const below = (n: number) => {
    const limit = 2 ** 32 - (2 ** 32 % n);
    let x = uint32();
    while (x >= limit) x = uint32();
    return x % n;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uint32, uniform, below, normal };
}
