import { avoidAccused } from "./accused.js";
/** Ordered tree, first match, children inherit, mandatory fallback (rules.md §2). Pure. */
export function route(book, departments, question) {
    const known = new Map(departments.units.map((unit) => [unit.id, unit]));
    const pick = (selector) => unitsOf(selector, book, known, question);
    const { root } = book;
    const walked = walk(root, question, pick, {
        lead: root.lead ?? 'office',
        co: root.co ?? [],
        coordinator: root.coordinator ?? [],
        path: [root.id],
        titles: [root.title],
    });
    const wanted = pick(walked.lead)[0] ?? known.get(departments.fallback);
    const cleared = avoidAccused(book, known, wanted, question);
    const coordinators = unique(walked.coordinator.flatMap(pick)).filter((id) => !cleared.barred.has(id));
    const co = unique(walked.co.flatMap(pick)).filter((id) => id !== cleared.lead.id && !cleared.barred.has(id));
    return {
        lead: cleared.lead.id,
        co,
        coordinator: coordinators[0] ?? book.bodies.office,
        coordinators,
        supervisor: book.bodies.supervision,
        path: walked.path,
        reasons: reasonsOf(walked, wanted, cleared, question),
    };
}
function walk(node, question, pick, from) {
    let state = from;
    for (const child of node.routes) {
        if (!holds(child.when, question, pick))
            continue;
        const next = {
            lead: child.lead ?? state.lead,
            co: child.co ?? state.co,
            coordinator: child.coordinator ?? state.coordinator,
            path: [...state.path, child.id],
            titles: [...state.titles, child.title],
        };
        if (!child.continue)
            return walk(child, question, pick, next);
        state = next;
    }
    return state;
}
function holds(when, question, pick) {
    const within = (list, value) => list === undefined || (value !== null && list.includes(value));
    const lead = pick('suggested')[0];
    const acting = unique([...pick('suggested'), ...pick('suggested_co')]).length;
    return (within(when.level, question.level) &&
        within(when.kind, question.kind) &&
        within(when.topic, question.topic) &&
        (when.emergency === undefined || when.emergency === (question.kind !== null)) &&
        (when.districts === undefined || districtsOf(question).length >= when.districts) &&
        (when.departments === undefined || acting >= when.departments) &&
        (when.vertical === undefined || when.vertical === (lead?.kind === 'vertical')) &&
        (when.flag ?? []).every((flag) => question.flags?.includes(flag)));
}
/** Units a selector means here; empty when there is none. */
function unitsOf(selector, book, known, question) {
    const get = (id) => {
        const unit = id ? known.get(id) : undefined;
        return unit ? [unit] : [];
    };
    const all = [...known.values()];
    const government = all.filter((unit) => unit.kind === 'government' && unit.jurisdiction === question.jurisdiction);
    switch (selector) {
        case 'suggested':
            return suggestedLead(all, known, question);
        case 'suggested_co':
            return byScore(question, 'co').flatMap((row) => get(row.id));
        case 'government':
            return government;
        case 'above':
            return get(government[0]?.superior);
        case 'upper_department':
            return get(suggestedLead(all, known, question)[0]?.superior);
        case 'place_units':
            return districtsOf(question).flatMap((code) => all.filter((unit) => unit.kind === 'district' && unit.jurisdiction === code));
        case 'office':
        case 'press':
        case 'supervision':
        case 'discipline':
            return get(book.bodies[selector]);
        default:
            return get(selector.slice('unit:'.length));
    }
}
function suggestedLead(all, known, question) {
    const best = byScore(question, 'lead').find((row) => known.has(row.id));
    if (best)
        return [known.get(best.id)];
    return all.filter((unit) => unit.topics.includes(question.topic)).slice(0, 1);
}
function byScore(question, role) {
    return question.departments.filter((row) => row.role === role).sort((a, b) => b.score - a.score);
}
/** Districts below the installation's own code, without places only mentioned in passing. */
function districtsOf(question) {
    const codes = question.places.filter((place) => !place.background).map((place) => place.code.slice(0, 6));
    return [...new Set(codes)].filter((code) => code !== question.jurisdiction && !code.endsWith('0000'));
}
function unique(units) {
    return [...new Set(units.map((unit) => unit.id))];
}
function reasonsOf(walked, wanted, cleared, question) {
    const suggestion = question.departments.find((row) => row.id === wanted.id && row.role === 'lead');
    return [
        ...walked.path.map((id, index) => `${id} ${walked.titles[index]}`),
        ...(suggestion ? [`${wanted.name}：${suggestion.reason}`] : []),
        ...cleared.why,
    ];
}
//# sourceMappingURL=route.js.map