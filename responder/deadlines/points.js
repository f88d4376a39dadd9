import { warnPoints } from "./warn.js";
/** Moments of a clock still to fire, in order. Warn points already past are not rung afterwards; the due moment always is, also when past. */
export function plannedPoints(warns, milestones, due, now) {
    const points = [
        ...warns
            .filter((point) => point.at > now)
            .map((point) => ({ point: point.id, kind: 'warn', at: point.at.toISOString(), title: point.title })),
        ...milestones
            .filter((milestone) => milestone.at > now && milestone.at < due)
            .map((milestone) => ({
            point: milestone.id,
            kind: 'milestone',
            at: milestone.at.toISOString(),
            title: `倒排节点：${milestone.title}`,
        })),
        { point: 'due', kind: 'due', at: due.toISOString(), title: '到期' },
    ].sort((a, b) => a.at.localeCompare(b.at));
    return { points, nextFireAt: nextFire(points) };
}
export function nextFire(points) {
    const times = points.filter((point) => !point.fired).map((point) => new Date(point.at).getTime());
    return times.length === 0 ? null : new Date(Math.min(...times));
}
/** New moments when the due time moves; what fired stays fired, and under a name of its own so that the new due may fire too. */
export function replanPoints(clock, due, books, now) {
    const warns = warnPoints(books.clocks, clock.rule, clock.start_at, due, books.calendar);
    const fired = clock.points.filter((point) => point.fired);
    const done = new Set(fired.map((point) => point.point));
    const fresh = plannedPoints(warns, [], due, now)
        .points.map((point) => ({ ...point, point: `${point.point}@${due.toISOString()}` }))
        .filter((point) => !done.has(point.point));
    const points = [...fired, ...fresh];
    return { points, nextFireAt: nextFire(points) };
}
//# sourceMappingURL=points.js.map