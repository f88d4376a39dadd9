import { nextFire } from "./points.js";
/**
 * Pure: what of one clock is due at `now`. However long nobody looked, each moment comes out exactly once; of several warnings only the last
 * rings, and none when the due time has come. Falling due lays the ladder from the due time on, so its missed steps come out too.
 */
export function fireDue(clock, colour, now, ladder) {
    let points = clock.points;
    let state = clock.state;
    const falling = points.find((point) => point.kind === 'due' && !point.fired && new Date(point.at) <= now);
    const falls = falling !== undefined;
    const before = points.filter((point) => !point.fired && new Date(point.at) <= now);
    if (falls) {
        state = 'overdue';
        points = [...points, ...ladder(clock.due_at, colour).map((step) => escalationPoint(step, suffixOf(falling)))];
    }
    const due = points.filter((point) => !point.fired && new Date(point.at) <= now);
    const lastWarn = before.filter((point) => point.kind === 'warn').at(-1);
    const fired = due.map((point) => ({
        point,
        silent: point.kind === 'milestone' ? falls : point.kind === 'warn' && (falls || point !== lastWarn),
    }));
    const names = new Set(due.map((point) => point.point));
    const marked = points.map((point) => (names.has(point.point) ? { ...point, fired: true } : point));
    return { fired, points: marked, state, overdue: falls, nextFireAt: nextFire(marked) };
}
/** A clock may fall due again (moved, or firm after provisional); its ladder then bears the same mark as its due moment. */
const suffixOf = (due) => due.point.slice('due'.length);
const escalationPoint = (step, suffix) => ({
    point: `${step.id}${suffix}`,
    kind: 'escalate',
    at: step.at.toISOString(),
    title: ACTION_TITLES[step.action],
    action: step.action,
    notify: step.notify,
});
export const ACTION_TITLES = {
    call: '电话催促',
    urge: '催办（草稿）',
    supervise: '督办（草稿）',
    criticise: '通报（草稿）',
};
//# sourceMappingURL=fire.js.map