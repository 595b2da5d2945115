import type { PriceBook } from "../pricing/price-book.ts";

type Book = Omit<PriceBook, "version">;
/** Where a book names something it does not have, and what. */
interface Dangling {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const unknown = (names: readonly string[], known: object) => names.filter((name) => !Object.hasOwn(known, name));

function danglingStones({ stones = [], materials }: Book): Dangling[] {
  return stones.flatMap(({ materials: setIn = [] }, row) =>
    unknown(setIn, materials).map((code) => ({
      path: ["stones", row, "materials"],
      message: `names ${code}, which is no material of the book`,
    })),
  );
}

function danglingContracts({ contracts = {}, materials, goods }: Book): Dangling[] {
  return Object.entries(contracts).flatMap(([account, { marginPermilleByMaterial = {}, unitMinorByGoods = {} }]) => [
    ...unknown(Object.keys(marginPermilleByMaterial), materials).map((code) => ({
      path: ["contracts", account, "marginPermilleByMaterial", code],
      message: "is no material of the book",
    })),
    ...unknown(Object.keys(unitMinorByGoods), goods).map((code) => ({
      path: ["contracts", account, "unitMinorByGoods", code],
      message: "is not among the goods of the book",
    })),
  ]);
}

/** Names in a book that lead nowhere: a slip of the pen that would silently change no price. */
export const danglingNames = (book: Book): Dangling[] => [...danglingStones(book), ...danglingContracts(book)];
