import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  /** A finished request; `route` is its pattern, never its address. */
  request(method: string, route: string, status: number, seconds: number): void
  pushed(mutations: number): void
  pulled(rows: number): void
  copied(rows: number): void
  /** Prometheus' text format. */
  text(): Promise<{ readonly type: string; readonly body: string }>
}

export interface Measured {
  openSockets(): number
  /** How far the oldest open transaction holds the change feed back. */
  feedLagSeconds(): Promise<number>
}

export function createMetrics(measured: Measured): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'dzvin_' })
  const requests = new Histogram({
    name: 'dzvin_http_request_seconds',
    help: 'Requests by route and status, and how long they took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  })
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const mutations = counter('dzvin_pushed_mutations_total', 'Mutations that desktops have sent')
  const pulledRows = counter('dzvin_pulled_rows_total', 'Rows given out by the change feed')
  const copiedRows = counter('dzvin_copied_rows_total', 'Rows given out by first copies')
  new Gauge({
    name: 'dzvin_open_sockets',
    help: 'Desktops that listen for news',
    registers,
    collect() {
      this.set(measured.openSockets())
    },
  })
  new Gauge({
    name: 'dzvin_feed_lag_seconds',
    help: 'Age of the oldest transaction that holds the change feed back; NaN without a database',
    registers,
    async collect() {
      this.set(await measured.feedLagSeconds().catch(() => Number.NaN))
    },
  })
  return {
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    pushed: (count) => mutations.inc(count),
    pulled: (count) => pulledRows.inc(count),
    copied: (count) => copiedRows.inc(count),
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  }
}
