/** What a small server answers to this room: two traces of an order that is paid, and what is known about them. */
export const ID = '0af7651916cd43dd8448eb211c80319c';
export const span = (spanID: string, parent: string | null, startTime: number, duration: number, tags: object[] = []) => ({
  spanID,
  operationName: `op-${spanID}`,
  references: parent === null ? [] : [{ refType: 'CHILD_OF', spanID: parent }],
  startTime: 1_700_000_000_000_000 + startTime,
  duration,
  tags,
  logs: [],
  processID: 'p1',
});
export const trace = {
  traceID: ID,
  spans: [
    span('root', null, 0, 90_000),
    span('sql', 'root', 10_000, 20_000, [{ key: 'db.query.text', value: 'SELECT 1' }]),
    span('pay', 'root', 40_000, 40_000, [{ key: 'error', value: true }]),
  ],
  processes: { p1: { serviceName: 'mall-api', tags: [] } },
};
const logs = {
  entries: [{ id: 'l1', timestamp: '2023-11-14T22:13:20.050Z', level: 'error', message: '支付超时', spanId: 'pay' }],
};
export const summaries = {
  summaries: [
    {
      traceId: ID,
      rootServiceName: 'mall-api',
      rootOperationName: 'POST /pay',
      minStartTimeUnixNano: '1700000000000000000',
      maxEndTimeUnixNano: '1700000000090000000',
      spanCount: 3,
      errorSpanCount: 1,
      services: [{ name: 'mall-api', spanCount: 3 }],
    },
  ],
};

export const OTHER = 'b7ad6b7169203331b7ad6b7169203331';
/** The same, but paying took longer, through another bank, and nothing was asked of the database. */
const slower = {
  ...trace,
  traceID: OTHER,
  spans: [span('root', null, 0, 990_000), span('pay', 'root', 40_000, 940_000, [{ key: 'bank', value: 'slow one' }])],
};
export const many = Array.from({ length: 20 }, (_, at) => {
  const [first] = summaries.summaries;
  const slow = at < 3;
  return { ...first, traceId: slow ? OTHER : ID, maxEndTimeUnixNano: slow ? '1700000000990000000' : first?.maxEndTimeUnixNano };
});

/** A call rate of 2 a second, a tenth failed, 250 ms; of one operation where operations are asked for. */
const family = (url: URL): object => ({
  metrics: [
    {
      labels: [
        { name: 'service_name', value: 'pay' },
        ...(url.searchParams.get('groupByOperation') === 'true' ? [{ name: 'operation', value: 'charge' }] : []),
      ],
      metricPoints: [
        {
          timestamp: new Date().toISOString(),
          gaugeValue: { doubleValue: url.pathname.endsWith('calls') ? 2 : url.pathname.endsWith('errors') ? 0.1 : 250 },
        },
      ],
    },
  ],
});

export const server = (url: URL): unknown => {
  if (url.pathname === `/jaeger/api/traces/${ID}`) return { data: [trace] };
  if (url.pathname === `/jaeger/api/traces/${OTHER}`) return { data: [slower] };
  if (url.pathname.startsWith('/jaeger/api/archive/')) return { data: [] };
  if (url.pathname === '/jaeger/api/traces') {
    return { data: url.searchParams.getAll('traceID').map((id) => (id === OTHER ? slower : trace)) };
  }
  if (url.pathname === '/api/logs') return logs;
  if (url.pathname.endsWith('/services')) return { services: ['pay', 'mall-api'] };
  if (url.pathname.endsWith('/operations')) return { operations: [{ name: 'POST /pay', spanKind: 'server' }] };
  if (url.pathname.endsWith('/trace-summaries')) return url.search.includes('nothing') ? { summaries: [] } : summaries;
  if (url.pathname.startsWith('/jaeger/api/metrics/')) return family(url);
  if (url.pathname === '/prometheus/api/v1/query') return { status: 'success', data: { resultType: 'vector', result: [] } };
  if (url.pathname.endsWith('/dependencies')) return { data: [{ parent: 'mall-api', child: 'pay', callCount: 12 }] };
  return undefined;
};
