const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_REGIONS = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/** 18-digit resident identity number: region, birth date and the check digit of GB 11643. */
export function isIdNumber18(digits: string): boolean {
  if (!/^\d{17}[\dX]$/i.test(digits) || !isIdDate(digits, digits.slice(6, 14))) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return '10X98765432'[sum % 11] === digits[17]!.toUpperCase();
}

/** Looks like an identity number although the check digit is wrong (a typing error): region and birth date are right. */
export const looksLikeId18 = (digits: string): boolean => isIdDate(digits, digits.slice(6, 14));

/** 15-digit number of the first generation: region and birth date (19YYMMDD), no check digit. */
export const isIdNumber15 = (digits: string): boolean =>
  /^\d{15}$/.test(digits) && isIdDate(digits, `19${digits.slice(6, 12)}`);

function isIdDate(digits: string, day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6, 8))];
  if (!ID_REGIONS.test(digits) || year < 1900 || year > 2099 || month < 1 || month > 12) return false;
  return date >= 1 && date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Check digit of payment cards (ISO/IEC 7812). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** First digits and lengths that Chinese banks and the international schemes give out. */
export const isCardPrefix = (digits: string): boolean =>
  /^(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|3[47]\d{13}|35\d{14}|9[0-9]\d{14,17}|60\d{14,17})$/.test(digits);
