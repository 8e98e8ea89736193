/** Order lines of one day, by customer. */
export interface DayLines {
  /** Days since the first Monday. */
  day: number;
  /** Lines; the arrays may be longer. */
  length: number;
  /** Shop and product number of each line. */
  customer: Uint32Array;
  product: Uint32Array;
  /** Quantity in pieces, of which `crate` of the product make up one item. */
  pieces: Int16Array;
}

/** Order lines by day, of a day by customer. */
export interface LinesByDay {
  readonly length: number;
  /** Pairs of a day and a customer. */
  readonly orders: number;
  /** Adds a line; the customers must come in ascending order. */
  add: (customer: number, day: number, product: number, pieces: number) => void;
  /** All lines; a day may have several blocks. */
  blocks: () => Iterable<DayLines>;
}

/** Lines of a day's first block; each following one has twice as many as the one before. */
const FIRST = 64;

/** Most lines of a block: of a day with 300,000 lines, a tenth of the memory is not filled. */
const MOST = 65_536;

/**
 * An empty list of order lines. A line takes 10 bytes; as an object it took more than 600. The
 * simulator finishes one shop after the other: appended to blocks of their day, the lines need no
 * sort.
 */
export function linesByDay(days: number): LinesByDay {
  const byDay = Array.from({ length: days }, (): DayLines[] => []);
  const lastCustomer = new Int32Array(days).fill(-1);
  const lines = {
    length: 0,
    orders: 0,
    add: (customer: number, day: number, product: number, pieces: number) => {
      const blocks = byDay[day]!;
      let block = blocks.at(-1);
      if (block === undefined || block.length === block.customer.length) {
        block = emptyBlock(day, block ? Math.min(2 * block.length, MOST) : FIRST);
        blocks.push(block);
      }
      const at = block.length++;
      block.customer[at] = customer;
      block.product[at] = product;
      block.pieces[at] = pieces;
      lines.length++;
      if (lastCustomer[day] !== customer) lines.orders++;
      lastCustomer[day] = customer;
    },
    blocks: () => byDay.values().flatMap((blocks) => blocks),
  };
  return lines;
}

function emptyBlock(day: number, lines: number): DayLines {
  return {
    day,
    length: 0,
    customer: new Uint32Array(lines),
    product: new Uint32Array(lines),
    pieces: new Int16Array(lines),
  };
}
