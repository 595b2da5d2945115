import type { Signal } from "@preact/signals";
import { catalogue, finishing, innerDiameterMm, material, quantity, thicknessMm } from "../wish.ts";

interface SliderProps {
  readonly label: string;
  readonly value: Signal<number>;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
}

const Slider = ({ label, value, unit, ...range }: SliderProps) => (
  <label class="field">
    <span>
      {label} <output>{`${value.value} ${unit}`}</output>
    </span>
    <input
      type="range"
      {...range}
      value={value.value}
      onInput={(event) => {
        value.value = event.currentTarget.valueAsNumber;
      }}
    />
  </label>
);

interface ChoiceProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly options: readonly { readonly code: string; readonly name: string }[];
}

const Choice = ({ label, value, options }: ChoiceProps) => (
  <label class="field">
    <span>{label}</span>
    <select
      value={value.value}
      onChange={(event) => {
        value.value = event.currentTarget.value;
      }}
    >
      {options.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

/** The ring's measures, and what it is made of: the options are the price book's. */
export const WishView = () => (
  <div class="wish">
    <Slider label="Inner diameter" value={innerDiameterMm} min={14} max={22} step={0.2} unit="mm" />
    <Slider label="Thickness" value={thicknessMm} min={1.4} max={4} step={0.2} unit="mm" />
    <Choice label="Material" value={material} options={catalogue.value?.materials ?? []} />
    <Choice label="Finishing" value={finishing} options={catalogue.value?.finishings ?? []} />
    <Slider label="Quantity" value={quantity} min={1} max={50} step={1} unit="×" />
  </div>
);
