import { useSignal } from "@preact/signals";
import { filter, found } from "../list/chosen.ts";
import type { Filter, Promised } from "../list/filter.ts";
import { boardStatuses } from "../orders/item.ts";
import { nice, statusWords } from "../words.ts";

const change = (part: Partial<Filter>): void => {
  filter.value = { ...filter.value, ...part };
};

function Statuses() {
  const { counts } = found.value;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return (
    <fieldset class="statuses">
      <legend class="hidden">Status</legend>
      {[...boardStatuses, undefined].map((one) => (
        <button
          key={one ?? "all"}
          type="button"
          aria-pressed={filter.value.status === one}
          onClick={() => change({ status: one })}
        >
          {one ? statusWords[one] : "All"} <span class="count">{one ? (counts.get(one) ?? 0) : all}</span>
        </button>
      ))}
    </fieldset>
  );
}

const promises: Readonly<Record<Promised, string>> = { "at-risk": "At risk", today: "Due in 24 h", week: "Due in 7 d" };

function Selects() {
  const { material, promise } = filter.value;
  return (
    <>
      <select
        aria-label="Material"
        value={material ?? ""}
        onChange={({ currentTarget }) => change({ material: currentTarget.value || undefined })}
      >
        <option value="">Any material</option>
        {found.value.materials.map((name) => (
          <option key={name} value={name}>
            {nice(name)}
          </option>
        ))}
      </select>
      <select
        aria-label="Promise"
        value={promise ?? ""}
        onChange={({ currentTarget }) =>
          change({ promise: (currentTarget.value || undefined) as Promised | undefined })
        }
      >
        <option value="">Any promise</option>
        {Object.entries(promises).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </>
  );
}

function Check({ name, words }: { readonly name: "mine" | "able"; readonly words: string }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={filter.value[name]}
        onChange={({ currentTarget }) => change({ [name]: currentTarget.checked })}
      />
      {words}
    </label>
  );
}

/** What the list shows; everything but the list itself stays where it is when this changes. */
export function FilterView() {
  const isOpen = useSignal(false);
  return (
    <search class="filters">
      <Statuses />
      <input
        id="search"
        type="search"
        placeholder="Number, reference, file"
        aria-label="Search"
        value={filter.value.search}
        onInput={({ currentTarget }) => change({ search: currentTarget.value.trim().toLowerCase() })}
      />
      <button
        type="button"
        class="more"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        Filters
      </button>
      <div class={`rest ${isOpen.value ? "open-rest" : ""}`}>
        <Selects />
        <Check name="able" words="My skills" />
        <Check name="mine" words="Mine" />
      </div>
    </search>
  );
}
