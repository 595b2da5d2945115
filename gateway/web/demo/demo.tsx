import { render } from "preact";
import { useEffect } from "preact/hooks";
import { trouble } from "./demonstration.ts";
import { followFeed } from "./feed.ts";
import { FeedView } from "./views/feed-view.tsx";
import { OrderView } from "./views/order-view.tsx";
import { RingView } from "./views/ring-view.tsx";
import { WishView } from "./views/wish-view.tsx";
import { readCatalogue } from "./wish.ts";

/** Asks what can be ordered, and follows the feed as long as the page is shown. */
function open(leaving: AbortSignal): void {
  void followFeed(leaving);
  readCatalogue().catch(() => {
    trouble.value = "The server does not answer. Load the page again to try once more.";
  });
}

function Demo() {
  useEffect(() => {
    const leaving = new AbortController();
    open(leaving.signal);
    return () => leaving.abort();
  }, []);
  return (
    <div class="demo">
      <section class="card model" aria-labelledby="model-title">
        <h3 id="model-title">The model</h3>
        <RingView />
        <WishView />
      </section>
      <OrderView />
      <FeedView />
    </div>
  );
}

const place = document.getElementById("demo");
if (place) render(<Demo />, place);
