import { crewMember } from "../../lib/workers/crew.ts";
import { job } from "../../lib/workers/job.ts";

/** Shared memory of the test's crew. */
export interface CountTask {
  control: Int32Array;
  /** How often each piece was done, and in which step. */
  counts: Int32Array;
  step: Int32Array;
  /** The piece that fails on another thread than the first, or −1. */
  fails: number;
}

export function countPiece({ counts, step }: CountTask): (piece: number) => void {
  return (piece) => {
    Atomics.add(counts, piece, Atomics.load(step, 0));
  };
}

export function countElsewhere(task: CountTask): () => void {
  const count = countPiece(task);
  return () =>
    crewMember(task.control, (piece) => {
      if (piece === task.fails) throw new Error("this piece fails");
      count(piece);
    });
}

export const COUNT_ELSEWHERE = job(import.meta.url, countElsewhere);
