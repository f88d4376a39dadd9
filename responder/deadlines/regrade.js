/**
 * Difference between the clocks a ticket has and those its facts now call for. Due times of kept clocks do not move: their rule is frozen.
 * A duty already fulfilled in one strength is not owed again in another; one that is overdue stays overdue; a milder colour never loosens
 * a clock that already runs.
 */
export function regrade(running, wanted) {
    const result = { start: [], confirm: [], end: [], keep: [] };
    for (const plan of wanted) {
        const same = running.find((clock) => clock.ruleId === plan.ruleId && clock.state !== 'ended');
        const done = running.some((clock) => clock.family === plan.family && clock.state === 'satisfied');
        if (same && same.provisional && !plan.provisional && same.state !== 'satisfied')
            result.confirm.push(plan);
        else if (same)
            result.keep.push(plan.ruleId);
        else if (!done && !stricter(running, plan))
            result.start.push(plan);
    }
    for (const clock of running) {
        if (clock.state !== 'running' || wanted.some((plan) => plan.ruleId === clock.ruleId))
            continue;
        const heir = wanted.find((plan) => plan.family === clock.family);
        if (heir && clock.due <= heir.due) {
            result.keep.push(clock.ruleId);
            continue;
        }
        const why = heir ? `由更严的 ${heir.ruleId} 取代` : '定级、颜色或研判变化后不再适用';
        result.end.push({ ruleId: clock.ruleId, why });
    }
    return result;
}
function stricter(running, plan) {
    return running.some((clock) => clock.family === plan.family && (clock.state === 'running' || clock.state === 'overdue') && clock.due <= plan.due);
}
//# sourceMappingURL=regrade.js.map