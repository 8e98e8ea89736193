/**
 * The blocks of one of several shards: those that follow each other, with about as many rows as those
 * of every other. What the pairs of a week share is then computed by few shards.
 *
 * @param blocks in their order; those without rows are in no share.
 * @param options.number of the shard, from 1.
 * @param options.of number of shards.
 */
export function shareOf<Part extends { rows: number }>(
  blocks: Part[],
  { number, of }: { number: number; of: number },
): Part[] {
  const total = blocks.reduce((sum, { rows }) => sum + rows, 0);
  let before = 0;
  return blocks.filter(({ rows }) => {
    const middle = before + rows / 2;
    before += rows;
    return rows > 0 && Math.floor(of * middle / total) === number - 1;
  });
}
