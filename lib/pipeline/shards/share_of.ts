/**
 * The blocks of one of several shards: those that follow each other, and take about as long as those of
 * every other. What the pairs of a week share is then computed by few shards.
 *
 * @param blocks in their order; those that cost nothing are in no share.
 * @param options.number of the shard, from 1.
 * @param options.of number of shards.
 */
export function shareOf<Part extends { cost: number }>(
  blocks: Part[],
  { number, of }: { number: number; of: number },
): Part[] {
  const total = blocks.reduce((sum, { cost }) => sum + cost, 0);
  let before = 0;
  return blocks.filter(({ cost }) => {
    const middle = before + cost / 2;
    before += cost;
    return cost > 0 && Math.floor(of * middle / total) === number - 1;
  });
}
