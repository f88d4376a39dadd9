export {};
//# sourceMappingURL=clock-tables.js.map