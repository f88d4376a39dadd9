/** Does this picture of an event open a ticket, and by which rule? Pure; asked again at every revision until a ticket exists. */
export function promote(book, event) {
    if (event.mergedInto !== null)
        return stay('已并入', '该事件已并入其他事件');
    const provisional = grave(event);
    if (event.history && event.registration === null)
        return stay('历史数据', '历史数据只分析归并，不立单、不计时');
    for (const rule of book.rules) {
        const reasons = check(rule.when, event);
        if (reasons)
            return { open: true, ruleId: rule.id, name: rule.name, why: reasons.join('；'), provisional };
    }
    return stay(book.otherwise.label, '未达到立单规则，继续关注');
}
function stay(name, why) {
    return { open: false, ruleId: null, name, why, provisional: false };
}
function grave(event) {
    return [event.level.low, event.level.high].some((level) => level === 'I' || level === 'II');
}
/** The reasons in words when every condition holds, else null. */
function check(when, event) {
    const reasons = [];
    const { colour } = event.opinion;
    const tests = [];
    if (when.registered)
        tests.push(event.registration !== null && `快速登记：${event.registration.toldBy}告知`);
    if (when.upper_request)
        tests.push(event.upperRequest && '上级来文或通知要求回应');
    if (when.level_possible) {
        const level = event.level.high ?? event.level.low;
        tests.push(level !== null &&
            when.level_possible.includes(level) &&
            `机器估算可能达到${level}级（${event.level.rule ?? '分级标准'}），待人工定级`);
    }
    if (when.colour)
        tests.push(colour !== null &&
            when.colour.includes(colour) &&
            `舆情颜色${COLOUR_NAMES[colour]}（${Math.round(event.opinion.score)}分）`);
    if (when.focus) {
        const hit = when.focus.find((focus) => event.focus.includes(focus));
        tests.push(hit !== undefined && `重点关注类型 ${hit}`);
    }
    tests.push(...numbers(when, event));
    for (const reason of tests) {
        if (reason === false)
            return null;
        reasons.push(reason);
    }
    return reasons;
}
const COUNTS = { voices: '不同发声者', sources: '来源', platforms: '平台', media: '媒体', mentions: '信息' };
const COLOUR_NAMES = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' };
function numbers(when, event) {
    const tests = [];
    if (when.sensitivity !== undefined)
        tests.push(event.sensitivity >= when.sensitivity && `敏感程度${event.sensitivity}（达到${when.sensitivity}）`);
    for (const name of Object.keys(COUNTS)) {
        const least = when[name];
        if (least !== undefined)
            tests.push(event.counts[name] >= least && `${COUNTS[name]}${event.counts[name]}（达到${least}）`);
    }
    return tests;
}
//# sourceMappingURL=promote.js.map