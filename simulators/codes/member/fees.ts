const PARTS_OF_A_MILLION = 1_000_000;

/** The fee of a price, rounded to whole fen, half up. */
export const feeFen = (priceFen: number, perMillion: number): number =>
  Math.floor((priceFen * perMillion + PARTS_OF_A_MILLION / 2) / PARTS_OF_A_MILLION);
