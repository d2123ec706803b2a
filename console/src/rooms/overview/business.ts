/** What figures and books show, computed without a DOM. */
import type { BusinessFigure, LedgerCheck, Objective } from '@/api/business';
import type { Freshness } from '@/api/overview';
import type { Locale } from '@/i18n/locale';
import { formatUnit } from '@/lib/format';
import type { Level } from '@/ui/levels';

/** Both ways differ by more than this: worth a mark. */
const AGREE_WITHIN = 0.02;

export function figureText(figure: Pick<BusinessFigure, 'unit' | 'value' | 'parts'>, locale: Locale): string {
  const first = figure.parts[0];
  if (figure.value === null && first !== undefined) {
    return partText(figure, first.value, locale);
  }
  return partText(figure, figure.value, locale);
}

export function partText(figure: Pick<BusinessFigure, 'unit'>, value: number | null, locale: Locale): string {
  // counters are extrapolated to the ends of their window, but nobody places half an order
  return formatUnit(figure.unit === 'count' && value !== null ? Math.round(value) : value, figure.unit, locale);
}

export function disagrees(figure: BusinessFigure): boolean {
  return figure.difference !== null && figure.difference > AGREE_WITHIN;
}

export function checkLevel(state: LedgerCheck['state']): Level {
  switch (state) {
    case 'holds':
      return 'ok';
    case 'broken':
      return 'critical';
    case 'unchecked':
      return 'unknown';
  }
}

/** Overspent is critical; burning fast, or nearly spent, is worth a look. */
export function budgetLevel({ left, burn1h }: Pick<Objective, 'left' | 'burn1h'>): Level {
  if (left === null) return 'unknown';
  if (left <= 0) return 'critical';
  return left < 0.25 || (burn1h ?? 0) >= 6 ? 'warning' : 'ok';
}

export const SIGNALS = ['metrics', 'logs', 'traces', 'database'] as const;
export type Signal = (typeof SIGNALS)[number];

export function isSignal(text: string | undefined): text is Signal {
  return SIGNALS.some((signal) => signal === text);
}

/** What has come of a signal: the names of its sources, those heard lately first. */
export function arrived(freshness: readonly Freshness[], signal: Signal): string[] {
  return freshness
    .filter(({ kind, state, source }) => kind === signal && state !== 'silent' && source !== 'mallwatch')
    .toSorted((a, b) => (a.ageSeconds ?? Infinity) - (b.ageSeconds ?? Infinity))
    .map(({ source }) => source);
}

/** What to paste where, so that a signal comes here; `origin` is how this server is reached. */
export function snippet(signal: Signal, origin: string): string[] {
  switch (signal) {
    case 'metrics':
      return [
        '# mallwatch.yaml\nmetrics:\n  scrape_file: prometheus.yml',
        "# prometheus.yml\nscrape_configs:\n  - job_name: mall\n    static_configs:\n      - targets: ['mall.internal:8080']",
        `# prometheus.yml\nremote_write:\n  - url: ${origin}/prometheus/api/v1/write`,
      ];
    case 'logs':
      return [
        `# application.properties (mallwatch-spring-boot-starter)\nmallwatch.url=${origin}`,
        `# filebeat.yml\noutput.elasticsearch:\n  hosts: ["${origin}/elasticsearch"]`,
        `# mallwatch.yaml\nlogs:\n  tail:\n    paths: ["order=/var/log/order/*.log"]`,
      ];
    case 'traces':
      return [
        `# application.properties (mallwatch-spring-boot-starter)\nmallwatch.url=${origin}`,
        `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nOTEL_SERVICE_NAME=mall`,
      ];
    case 'database':
      return [
        "CREATE USER 'mallwatch'@'%' IDENTIFIED BY '…';\nGRANT SELECT ON mall.* TO 'mallwatch'@'%';",
        '# mallwatch.yaml\nbusiness:\n  database:\n    url: jdbc:mariadb://db.internal/mall\n    user: mallwatch\n    time_zone: Asia/Shanghai\n  mapping:\n    - users=t_member\n    - orders.status.paid=2|3',
        'MALLWATCH_BUSINESS_DATABASE_PASSWORD=…',
      ];
  }
}
