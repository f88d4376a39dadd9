/**
 * One CSV line without its end. A text that a spreadsheet would run as a formula gets an apostrophe in front: titles come from the open
 * network. Numbers stay numbers.
 */
export function csvRow(cells) {
    return cells.map(csvCell).join(',');
}
export function csvCell(value) {
    if (value === null)
        return '';
    if (typeof value === 'number')
        return String(value);
    const safe = /^[\s]*[=+\-@＝＋－＠|%]/.test(value) || /^[\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
//# sourceMappingURL=csv.js.map