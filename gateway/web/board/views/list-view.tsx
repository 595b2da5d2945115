import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { isWhole } from "../line/line.ts";
import { chosen, filter, found } from "../list/chosen.ts";
import { noFilter } from "../list/filter.ts";
import { windowOf } from "../list/window.ts";
import type { Item } from "../orders/item.ts";
import { noteDrawing } from "../timing/timings.ts";
import { RowView } from "./row-view.tsx";
import { useHeight } from "./use-size.ts";

/** As the style sheet has it, px. */
const rowHeight = 76;

/** The rows in sight, and the chosen one wherever it is: it may have the keyboard's focus. */
function drawn(items: readonly Item[], from: number, to: number): readonly (readonly [Item, number])[] {
  const rows = items.slice(from, to).map((item, i) => [item, from + i] as const);
  const place = chosen.value === undefined ? -1 : items.findIndex(({ id }) => id === chosen.value);
  const item = items[place];
  return item && (place < from || place >= to) ? [...rows, [item, place]] : rows;
}

/** Scrolls so that the chosen row is in sight. */
function reveal(list: HTMLElement, place: number): void {
  const [top, bottom] = [place * rowHeight, (place + 1) * rowHeight];
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

/** The queue: however long it is, no more rows are drawn than fit. */
export function ListView() {
  const list = useRef<HTMLDivElement>(null);
  const scrollTop = useSignal(0);
  const height = useHeight(list);
  const { items } = found.value;
  useLayoutEffect(noteDrawing);
  useEffect(() => {
    const place = items.findIndex(({ id }) => id === chosen.value);
    if (place >= 0 && list.current) reveal(list.current, place);
  }, [chosen.value]);
  const { from, to } = windowOf(scrollTop.value, height, rowHeight, items.length);
  return (
    <div
      class="list"
      ref={list}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
      }}
    >
      {items.length === 0 && (
        <p class="empty">
          {isWhole.value ? "Nothing here." : "Loading."}{" "}
          <button
            type="button"
            class="plain"
            onClick={() => {
              filter.value = noFilter;
            }}
          >
            Show all orders
          </button>
        </p>
      )}
      <ul aria-label="Orders" style={{ height: `${items.length * rowHeight}px` }}>
        {drawn(items, from, to).map(([item, place]) => (
          <RowView key={item.id} item={item} place={place} count={items.length} top={place * rowHeight} />
        ))}
      </ul>
    </div>
  );
}
