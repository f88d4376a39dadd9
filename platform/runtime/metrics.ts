import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One registry a process: Node's own metrics and ours, all named huiying_*. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'huiying_' });
  return registry;
}

/** Counter by closed labels: a label's values are reasons and names of ours, never ids or texts. */
export const counter = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: L[],
): Counter<L> => new Counter({ name, help, labelNames, registers: [registry] });

/** Seconds, from a millisecond to half a minute. */
export const seconds = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: L[],
): Histogram<L> =>
  new Histogram({
    name,
    help,
    labelNames,
    registers: [registry],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 30],
  });

/** A gauge that is asked when somebody looks. `read` gives one number for each label set; a failure leaves the last numbers. */
export function askedGauge<L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: L[],
  read: () => Promise<{ labels: Partial<Record<L, string>>; value: number }[]>,
): Gauge<L> {
  return new Gauge<L>({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      try {
        for (const { labels, value } of await read()) this.set(labels as Record<L, string>, value);
      } catch {
        return; // the database is away: /readyz says so, the other metrics must still be readable
      }
    },
  });
}
