import { feed, feedLine } from "../feed.ts";
import { clock, eventWords, roleOf } from "../words.ts";
import { LineView } from "./line-view.tsx";

/** What happens to all orders, newest first, as a seller's feed tells it. */
export function FeedView() {
  const { line, heardAt } = feedLine.value;
  return (
    <section class="card feed" aria-labelledby="feed-title">
      <header>
        <h3 id="feed-title">The live feed</h3>
        <LineView line={line} heardAt={heardAt} />
      </header>
      <p class="about">
        Everything that happens to any order, as a seller gets it from <code>/crm/v1/feed</code>.
      </p>
      {feed.value.length === 0 && <p class="about">Quiet so far.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol aria-label="Events, newest first" tabIndex={0}>
        {feed.value.map(({ id, type, subject, time, data }) => (
          <li key={id}>
            <time dateTime={time}>{clock(time)}</time>
            <span class="what">{eventWords(type)}</span>
            <span class="who">{roleOf(data["by"])}</span>
            <code>…{subject.slice(-6)}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}
