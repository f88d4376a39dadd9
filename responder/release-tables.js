export const RELEASE_KINDS = ['first_information', 'conference', 'clarification', 'follow_up', 'reply'];
//# sourceMappingURL=release-tables.js.map