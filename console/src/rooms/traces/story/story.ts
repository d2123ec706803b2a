/** What happened to one order, user or request, from every source, in one order of time; no DOM. */
import type { Notification } from '@/api/alerts';
import { href, traceHref } from '@/lib/links';
import type { TraceSummary } from '@/rooms/traces/api';
import { messageOf } from '@/rooms/traces/findings';
import type { Span, Trace } from '@/rooms/traces/trace';

export const KINDS = ['trace', 'span', 'order', 'points', 'level', 'security', 'log', 'error', 'notification'] as const;
export type Kind = (typeof KINDS)[number];

/** A log line with what tells a step of business from chatter. */
export type StoryLine = {
  readonly id: string;
  readonly timestamp: number;
  readonly level: string;
  readonly service: string;
  readonly message: string;
  readonly category: string;
  readonly action: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type StoryItem = {
  readonly key: string;
  readonly atMs: number;
  readonly kind: Kind;
  readonly service: string;
  readonly title: string;
  readonly detail: string;
  readonly failed: boolean;
  readonly seconds: number | null;
  readonly href: string;
};

export type Sources = {
  readonly summaries: readonly TraceSummary[];
  /** Those of the traces that were read whole. */
  readonly traces: readonly Trace[];
  readonly lines: readonly StoryLine[];
  readonly notifications: readonly Notification[];
};

/** Names of span attributes by which traces are found. */
export const SPAN_KEYS = [
  'request.id',
  'order.id',
  'user.id',
  'enduser.id',
  'requestId',
  'orderId',
  'userId',
  'order_id',
  'user_id',
  'order.no',
] as const;

const ID_FIELD = /(?:id|ids|no|sn|number|order|user|buyer|seller|member|account|counterparty)$/i;
const USUAL_FIELDS = ['data.orderId', 'data.orderNo', 'data.buyerId', 'data.sellerId', 'data.userId'];
const MOST_FIELDS = 30;

/** The log query that finds an id wherever it may stand; `fields` are those that the logs have. */
export function logQuery(id: string, fields: readonly string[]): string {
  const given = fields.filter((name) => name.startsWith('data.') && !name.startsWith('data._') && ID_FIELD.test(name));
  const names = [...new Set(['requestId', 'userId', 'traceId', ...USUAL_FIELDS, ...given])].slice(0, MOST_FIELDS);
  const phrase = quoted(id);
  return [...names.map((name) => `${name}:${phrase}`), phrase].join(' OR ');
}

/** The log query for all that was written during some traces. */
export function logQueryOfTraces(ids: readonly string[]): string {
  return ids.map((id) => `traceId:${quoted(id)}`).join(' OR ');
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`;
}

const POINTS = /point|积分|通券|recharge|withdraw|transfer/i;
const LEVEL = /level|upgrade|等级|升级/i;
const ORDER = /order|purchase|pay|refund|ship|deliver|采购|订单|支付|退款|发货/i;

/** What a line tells of, by its category and action; chatter is a log line, or an error. */
export function kindOf(line: Pick<StoryLine, 'category' | 'action' | 'level'>): Kind {
  const business = line.category === 'business_transaction' || line.category === 'user_activity';
  if (line.category === 'security_audit') return 'security';
  if (business && POINTS.test(line.action)) return 'points';
  if (business && LEVEL.test(line.action)) return 'level';
  if (business && ORDER.test(line.action)) return 'order';
  return /^(error|fatal)$/i.test(line.level) ? 'error' : 'log';
}

/** Earliest first; what happened at the same time stays in the order of its sources. */
export function story(sources: Sources, id: string): StoryItem[] {
  const whole = new Set(sources.traces.map((trace) => trace.id));
  return [
    ...sources.summaries.filter((one) => !whole.has(one.id)).map(summaryItem),
    ...sources.traces.flatMap(traceItems),
    ...sources.lines.map((line) => lineItem(line, id)),
    ...sources.notifications.map(notificationItem),
  ].sort((a, b) => a.atMs - b.atMs);
}

function summaryItem(one: TraceSummary): StoryItem {
  return {
    key: `trace ${one.id}`,
    atMs: one.startMs,
    kind: 'trace',
    service: one.service,
    title: one.operation,
    detail: '',
    failed: one.errors > 0,
    seconds: one.seconds,
    href: traceHref(one.id),
  };
}

/** The trace itself, then where it enters another service and what failed in it. */
function traceItems(trace: Trace): StoryItem[] {
  const [root, ...rest] = trace.spans;
  if (root === undefined) return [];
  const failed = trace.spans.some((span) => span.failed);
  const first: StoryItem = { ...spanItem(trace, root), kind: 'trace', failed, href: traceHref(trace.id) };
  return [first, ...rest.filter((span) => entersService(trace, span) || span.failed).map((span) => spanItem(trace, span))];
}

function entersService(trace: Trace, span: Span): boolean {
  return span.parent === null || trace.spans[span.parent]?.service !== span.service;
}

function spanItem(trace: Trace, span: Span): StoryItem {
  return {
    key: `span ${trace.id} ${span.index}`,
    atMs: trace.startMs + span.startMs,
    kind: 'span',
    service: span.service,
    title: span.operation,
    detail: span.failed ? messageOf(span) : '',
    failed: span.failed,
    seconds: span.durationMs / 1000,
    href: traceHref(trace.id, span.id),
  };
}

const MOST_DETAILS = 6;

function lineItem(line: StoryLine, id: string): StoryItem {
  const said = Object.entries(line.data)
    .filter(([name, value]) => !name.startsWith('_') && value !== null && typeof value !== 'object' && String(value) !== id)
    .slice(0, MOST_DETAILS)
    .map(([name, value]) => `${name}=${String(value)}`);
  const ms = line.timestamp;
  return {
    key: `log ${line.id}`,
    atMs: ms,
    kind: kindOf(line),
    service: line.service,
    title: line.message,
    detail: said.join(' · '),
    failed: /^(error|fatal)$/i.test(line.level),
    seconds: null,
    href: href('/logs', {
      q: line.requestId === '' ? quoted(id) : `requestId:${quoted(line.requestId)}`,
      row: line.id,
      from: String(Math.floor(ms) - 300_000),
      to: String(Math.ceil(ms) + 300_000),
    }),
  };
}

function notificationItem(one: Notification): StoryItem {
  return {
    key: `notification ${one.id}`,
    atMs: one.at,
    kind: 'notification',
    service: one.channel === '' ? one.receiver : one.channel,
    title: one.title,
    detail: one.target,
    failed: one.state === 'failed',
    seconds: null,
    href: '/alerts?tab=notifications',
  };
}

export function countKinds(items: readonly StoryItem[]): ReadonlyMap<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
