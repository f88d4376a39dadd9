interface Figured {
  low: number | null;
  high: number | null;
  unit: string | null;
}

/** The number of a fact as it is compared: 12人, 12至15人, 至少12人; '' where the fact has none. */
export function figureOf({ low, high, unit }: Figured): string {
  if (low === null) return '';
  const counted = unit ?? '';
  if (high === null) return `至少${low}${counted}`;
  return high === low ? `${low}${counted}` : `${low}至${high}${counted}`;
}
