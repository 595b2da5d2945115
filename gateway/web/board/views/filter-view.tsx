import { filter, found } from "../list/chosen.ts";
import type { Filter } from "../list/filter.ts";
import { boardStatuses } from "../orders/item.ts";
import { nice, statusWords } from "../words.ts";

const change = (part: Partial<Filter>): void => {
  filter.value = { ...filter.value, ...part };
};

export function FilterView() {
  const { status, material, mine } = filter.value;
  const { counts, materials } = found.value;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return (
    <search class="filters">
      <fieldset class="statuses">
        <legend class="hidden">Status</legend>
        {[undefined, ...boardStatuses].map((one) => (
          <button
            key={one ?? "all"}
            type="button"
            aria-pressed={status === one}
            onClick={() => change({ status: one })}
          >
            {one ? statusWords[one] : "All"} <span class="count">{one ? (counts.get(one) ?? 0) : all}</span>
          </button>
        ))}
      </fieldset>
      <input
        id="search"
        type="search"
        placeholder="Number, reference, file ( / )"
        aria-label="Search"
        onInput={({ currentTarget }) => change({ search: currentTarget.value.trim().toLowerCase() })}
      />
      <select
        aria-label="Material"
        value={material ?? ""}
        onChange={({ currentTarget }) => change({ material: currentTarget.value || undefined })}
      >
        <option value="">All materials</option>
        {materials.map((name) => (
          <option key={name} value={name}>
            {nice(name)}
          </option>
        ))}
      </select>
      <label class="check">
        <input
          type="checkbox"
          checked={mine}
          onChange={({ currentTarget }) => change({ mine: currentTarget.checked })}
        />
        Mine
      </label>
    </search>
  );
}
