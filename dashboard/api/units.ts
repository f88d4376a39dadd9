import type { DepartmentsBook } from '../../config/schema/departments.ts';

export interface UnitRef {
  id: string;
  name: string;
}

/** Names of the organisation tree; an id no longer in the book shows as itself. */
export class Units {
  readonly #byId: Map<string, DepartmentsBook['units'][number]>;
  constructor(book: DepartmentsBook) {
    this.#byId = new Map(book.units.map((unit) => [unit.id, unit]));
  }
  ref(id: string): UnitRef {
    return { id, name: this.#byId.get(id)?.name ?? id };
  }
  refOrNull(id: string | null): UnitRef | null {
    return id === null ? null : this.ref(id);
  }
  kindOf(id: string): string | null {
    return this.#byId.get(id)?.kind ?? null;
  }
  has(id: string): boolean {
    return this.#byId.has(id);
  }
  all(): DepartmentsBook['units'] {
    return [...this.#byId.values()];
  }
}
