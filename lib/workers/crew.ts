/**
 * Threads in lock-step: a lead sets the pieces of a step, all threads take them by a ticket, and the
 * next step begins when all pieces are done. That takes some microseconds, so loops of a fraction of
 * a millisecond can be shared. No thread waits for one that has not taken a piece.
 */

// positions in the shared control integers
/** Pieces of the step that are left to take; −1 ends the threads. */
const LEFT = 0;
const DONE = 1;
const FAILED = 2;

/** Checks of the control integers before a thread sleeps: about 20 µs. */
const SPINS = 2000;

/** The shared control integers of a crew. */
export function crewControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(12));
}

/** The work of another thread of the crew: takes pieces until the lead ends it. */
export function crewMember(control: Int32Array, work: (piece: number) => void): void {
  try {
    for (let spins = 0, left; (left = Atomics.load(control, LEFT)) >= 0;) {
      if (takePiece(control, work)) spins = 0;
      else if (spins++ > SPINS) Atomics.wait(control, LEFT, left);
    }
  } catch (error) {
    Atomics.store(control, FAILED, 1);
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
    throw error;
  }
}

/**
 * Does a step on this thread and the members'; returns when all its pieces are done. What a piece
 * reads and writes is in shared memory, and is not changed by another piece of the step.
 *
 * @param work does a piece; the members have the same function.
 * @param first what this thread does before it takes pieces; the members do not wait for it.
 */
export function runStep(
  control: Int32Array,
  pieces: number,
  work: (piece: number) => void,
  first: () => void = () => {},
): void {
  Atomics.store(control, DONE, 0);
  Atomics.store(control, LEFT, pieces);
  Atomics.notify(control, LEFT);
  first();
  while (takePiece(control, work));
  for (let done, spins = 0; (done = Atomics.load(control, DONE)) < pieces;) {
    if (spins++ > SPINS) Atomics.wait(control, DONE, done);
  }
  if (Atomics.load(control, FAILED)) throw new Error("another thread of the crew failed");
}

/** Ends the work of the members. */
export function endCrew(control: Int32Array): void {
  Atomics.store(control, LEFT, -1);
  Atomics.notify(control, LEFT);
}

/** Takes and does a piece; returns false if none is left. */
function takePiece(control: Int32Array, work: (piece: number) => void): boolean {
  const left = Atomics.load(control, LEFT);
  if (left <= 0) return false;
  if (Atomics.compareExchange(control, LEFT, left, left - 1) !== left) return true;
  // what the step reads does not change until all its pieces are done
  work(left - 1);
  Atomics.add(control, DONE, 1);
  Atomics.notify(control, DONE);
  return true;
}
