export * from "./table-types.js";
export * from "./clock-tables.js";
export * from "./release-tables.js";
//# sourceMappingURL=tables.js.map