/** An amount in minor units (hundredths), as people write it. */
export const money = (minor: number, currency: string): string =>
  new Intl.NumberFormat("en", { style: "currency", currency }).format(minor / 100);
