import { BooksWritten } from "#contracts/api/price-book.ts";
import type { PriceBookCommand } from "#contracts/price-book/commands.ts";
import { mainPriceBook } from "#contracts/shared/ids.ts";
import type { Principal } from "#contracts/shared/principal.ts";
import type { GatewayDeps } from "../../deps.ts";
import { idempotencyKey } from "../../orders/conditions.ts";

/** Who asks, and under which idempotency key. */
export interface Asked {
  readonly principal: Principal;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Changes the price books; gives what they stand at then. Throws ProblemError. */
export const changes =
  ({ dispatch }: Pick<GatewayDeps, "dispatch">) =>
  async (command: PriceBookCommand, { principal, headers }: Asked): Promise<BooksWritten> => {
    const { outcome } = await dispatch(mainPriceBook, command, { principal, key: idempotencyKey(headers) });
    return BooksWritten.parse(outcome);
  };
