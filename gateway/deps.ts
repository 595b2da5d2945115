import type { EventLog, Send } from "#actors/client.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Pool } from "#db/pool.ts";
import type { ApiKeys } from "./auth/api-keys.ts";
import type { Tokens } from "./auth/tokens.ts";
import type { FeedHub } from "./feeds/hub.ts";
import type { Stream } from "./feeds/sse.ts";
import type { ModelService } from "./models.ts";
import type { Dispatch } from "./orders/dispatch.ts";
import type { OrderService } from "./orders/orders.ts";
import type { Authenticate } from "./plugins/auth.ts";
import type { QuoteEstimates } from "./quotes/estimates.ts";
import type { InstantPrices } from "./quotes/instant/prices.ts";
import type { Storing } from "./quotes/instant/storing.ts";
import type { QuoteService } from "./quotes/quotes.ts";
import type { Demonstration } from "./web/sign-ins.ts";

/** The databases a gateway reads. */
export type Pools = Readonly<Record<"shop" | "crm" | "mes" | "identity", Pool>>;

/** What routes work with; made once by the node. */
export interface GatewayDeps {
  readonly names: Names;
  readonly send: Send;
  readonly dispatch: Dispatch;
  readonly log: EventLog;
  readonly hub: FeedHub;
  readonly stream: Stream;
  readonly orders: OrderService;
  readonly quotes: QuoteService;
  readonly estimates: QuoteEstimates;
  readonly instant: InstantPrices;
  readonly storing: Storing;
  /** An override beyond this share of the calculated amount, in thousandths, needs another seller's approval. */
  readonly approvalAbovePermille: number;
  readonly models: ModelService;
  readonly authenticate: Authenticate;
  readonly tokens: Tokens;
  readonly keys: ApiKeys;
  readonly pools: Pools;
  /** Where everybody may sign in as anybody: demonstrations. */
  readonly demo: Demonstration | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}
