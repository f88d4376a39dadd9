export const json = (value) => JSON.stringify(value);
export const personOf = (actor) => ({ id: actor.id, name: actor.name, unitId: actor.unitId });
//# sourceMappingURL=table-types.js.map