// A stand-in for the server, for looking at the console while developing and for its screenshots: every endpoint of
// the wire contract with plausible answers that move with the clock. `npm run fixture`, then `npm run dev`.
//   --port N      default 7699
//   --scene NAME  live (default), empty (nothing sent yet), broken (every door answers an error)
import { createServer } from 'node:http';
import { alertmanagerSilences, alerts, incidentDetail, incidents, notifications, ruleGroups } from './fixtures/alerting.mjs';
import { figures, forecast, ledger, objectives } from './fixtures/business.mjs';
import { logContext, logEntries, logSearch } from './fixtures/logs.mjs';
import { overview, status } from './fixtures/overview.mjs';
import {
  exemplars,
  instant,
  labelNames,
  labelValues,
  metadata,
  parsed,
  range,
  relabelSteps,
  running,
  scrapePools,
  seriesOf,
  store,
  targets,
} from './fixtures/metrics.mjs';
import { dependencies, family, operations, services, summaries, traceOf } from './fixtures/traces.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const port = Number(option('port', '7699'));
const scene = option('scene', 'live');

const ok = (data) => ({ status: 'success', data, warnings: [] });
const state = { silences: alertmanagerSilences(Date.now()), details: new Map(), stopped: new Set() };

const detailOf = (id) => {
  if (!state.details.has(id)) {
    const found = incidentDetail(id, Date.now());
    if (found === null) return null;
    state.details.set(id, found);
  }
  return state.details.get(id);
};

const routes = [
  ['GET', /^\/api\/status$/, () => status(scene)],
  ['GET', /^\/api\/session$/, () => ({ user: null, authRequired: false })],
  ['GET', /^\/api\/overview$/, ({ params }) => overview(scene, Date.parse(params.get('at') ?? '') || Date.now())],
  ['GET', /^\/api\/business\/figures$/, () => figures(scene, Date.now())],
  ['GET', /^\/api\/business\/forecast$/, () => forecast(Date.now())],
  ['GET', /^\/api\/business\/objectives$/, () => objectives(scene)],
  ['GET', /^\/api\/business\/ledger$/, () => ledger(scene, Date.now())],
  ['GET', /^\/api\/incidents$/, ({ params }) => ({ incidents: scene === 'empty' ? [] : incidents(params.get('state') ?? 'open', Date.now()) })],
  ['POST', /^\/api\/incidents$/, ({ body }) => {
    const made = { ...incidentDetail('INC-000012', Date.now()), ...body, id: 'INC-000013', number: 13, alerts: [], timeline: [] };
    state.details.set('INC-000013', made);
    return made;
  }],
  ['GET', /^\/api\/incidents\/([^/]+)$/, ({ match }) => detailOf(match[1])],
  ['POST', /^\/api\/incidents\/([^/]+)\/(acknowledge|resolve|notes)$/, ({ match, body }) => act(detailOf(match[1]), match[2], body)],
  ['GET', /^\/api\/alerts$/, () => ({ alerts: scene === 'empty' ? [] : alerts(Date.now()) })],
  ['GET', /^\/api\/notifications$/, () => ({ notifications: scene === 'empty' ? [] : notifications(Date.now()) })],
  ['GET', /^\/api\/logs$/, ({ params }) => logSearch(scene, params)],
  ['GET', /^\/api\/logs\/fields$/, () => ({ sampled: 0, fields: [] })],
  ['GET', /^\/api\/logs\/context$/, ({ params }) => logContext(params)],
  ['GET|POST', /^\/prometheus\/api\/v1\/query$/, ({ form }) => ok(instant(scene, form))],
  ['GET|POST', /^\/prometheus\/api\/v1\/query_range$/, ({ form }) => ok(range(scene, form))],
  ['GET|POST', /^\/prometheus\/api\/v1\/series$/, () => ok(seriesOf())],
  ['GET|POST', /^\/prometheus\/api\/v1\/labels$/, () => ok(labelNames())],
  ['GET', /^\/prometheus\/api\/v1\/label\/([^/]+)\/values$/, ({ match }) => ok(labelValues(match[1]))],
  ['GET', /^\/prometheus\/api\/v1\/metadata$/, () => ok(metadata())],
  ['GET|POST', /^\/prometheus\/api\/v1\/format_query$/, ({ form }) => ok((form.get('query') ?? '').replaceAll(/\s+/g, ' '))],
  ['GET|POST', /^\/prometheus\/api\/v1\/parse_query$/, ({ form }) => ok(parsed(form))],
  ['GET', /^\/prometheus\/api\/v1\/status\/tsdb$/, () => ok(store(scene, Date.now()))],
  ['GET', /^\/prometheus\/api\/v1\/status\/queries$/, () => ok(running(scene, Date.now(), state.stopped))],
  ['DELETE', /^\/prometheus\/api\/v1\/status\/queries\/(\d+)$/, ({ match }) => {
    state.stopped.add(match[1]);
    return {};
  }],
  ['GET', /^\/prometheus\/api\/v1\/scrape_pools$/, () => ok(scrapePools())],
  ['GET', /^\/prometheus\/api\/v1\/targets\/relabel_steps$/, ({ params }) => ok(relabelSteps(params))],
  ['GET', /^\/prometheus\/api\/v1\/targets$/, () => ok(targets(Date.now()))],
  ['GET', /^\/prometheus\/api\/v1\/rules$/, () => ok({ groups: scene === 'empty' ? [] : ruleGroups(Date.now()) })],
  ['GET|POST', /^\/prometheus\/api\/v1\/query_exemplars$/, ({ form }) => ok(scene === 'empty' ? [] : exemplars(form))],
  ['GET', /^\/prometheus\/api\/v1\/status\/buildinfo$/, () => ok({ version: '3.5.0', application: 'mallwatch' })],
  ['GET', /^\/jaeger\/api\/v3\/services$/, () => ({ services: scene === 'empty' ? [] : services() })],
  ['GET', /^\/jaeger\/api\/v3\/operations$/, ({ params }) => ({ operations: operations(params.get('service')) })],
  ['GET', /^\/jaeger\/api\/v3\/trace-summaries$/, ({ params }) => ({ summaries: scene === 'empty' ? [] : summaries(params) })],
  ['GET', /^\/jaeger\/api\/traces\/([0-9a-f]+)$/, ({ match }) => traceOf(match[1])],
  ['GET', /^\/jaeger\/api\/traces$/, ({ params }) => ({ data: params.getAll('traceID').flatMap((id) => traceOf(id).data) })],
  ['GET', /^\/jaeger\/api\/metrics\/(calls|errors|latencies)$/, ({ match, params }) => family(match[1], params)],
  ['POST', /^\/jaeger\/api\/archive\/[0-9a-f]+$/, () => ({ data: [] })],
  ['GET', /^\/jaeger\/api\/dependencies$/, () => ({ data: dependencies(), total: 0, limit: 0, offset: 0, errors: null })],
  ['GET', /^\/alertmanager\/api\/v2\/silences$/, () => (scene === 'empty' ? [] : state.silences)],
  ['POST', /^\/alertmanager\/api\/v2\/silences$/, ({ body }) => {
    const id = `5e1f${String(state.silences.length).padStart(4, '0')}-0000-4000-8000-000000000000`;
    state.silences.push({ ...body, id, status: { state: 'active' }, updatedAt: new Date().toISOString() });
    return { silenceID: id };
  }],
  ['DELETE', /^\/alertmanager\/api\/v2\/silence\/([^/]+)$/, ({ match }) => {
    const found = state.silences.find(({ id }) => id === match[1]);
    if (found) Object.assign(found, { status: { state: 'expired' }, endsAt: new Date().toISOString() });
    return {};
  }],
  ['GET', /^\/alertmanager\/api\/v2\/alerts$/, ({ params }) => matching(params.getAll('filter'))],
];

function act(detail, action, body) {
  if (detail === null) return null;
  const at = new Date().toISOString();
  const { by } = body;
  const add = (kind, zh, en) => detail.timeline.push({ at, kind, by, text: { zh, en }, data: {} });
  if (action === 'acknowledge') {
    Object.assign(detail, { state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: by });
    add('acknowledged', '确认接手', 'Acknowledged');
  } else if (action === 'resolve') {
    Object.assign(detail, { state: 'resolved', resolvedAt: at });
    add('resolved', '标记解决', 'Resolved');
  } else {
    add('note', body.text, body.text);
  }
  return detail;
}

/** Equality filters only: enough for the preview of a silence. */
function matching(filters) {
  const wanted = filters.map((filter) => /^([^=!~]+)="(.*)"$/.exec(filter)).filter(Boolean);
  return alerts(Date.now())
    .filter(({ state: alertState }) => alertState === 'firing')
    .map((alert) => ({ ...alert, labels: { alertname: alert.name, ...alert.labels } }))
    .filter(({ labels }) => wanted.every(([, name, value]) => labels[name] === value))
    .map(({ fingerprint, labels }) => ({ fingerprint, labels, status: { state: 'active', silencedBy: [], inhibitedBy: [] } }));
}

function tail(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const timer = setInterval(() => {
    for (const row of logEntries(Date.now(), 2)) response.write(`data: ${JSON.stringify(row)}\n\n`);
  }, 700);
  response.on('close', () => clearInterval(timer));
}

const send = (response, code, body) => {
  response.writeHead(code, { 'content-type': code < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://fixture');
  let text = '';
  for await (const chunk of request) text += chunk;
  if (url.pathname === '/api/logs/tail') return tail(response);
  if (scene === 'broken' && url.pathname !== '/api/status') {
    return send(response, 500, { type: 'about:blank', title: 'Internal error', status: 500, detail: 'head block 01JD: checksum mismatch at offset 4096' });
  }
  const isJson = (request.headers['content-type'] ?? '').includes('json');
  for (const [methods, path, handle] of routes) {
    const match = path.exec(url.pathname);
    if (match === null || !methods.split('|').includes(request.method)) continue;
    const form = new URLSearchParams([...url.searchParams, ...(isJson ? [] : new URLSearchParams(text))]);
    const answer = handle({ match, params: url.searchParams, form, body: isJson && text !== '' ? JSON.parse(text) : {} });
    if (answer === null) {
      return send(response, 404, { type: 'about:blank', title: 'Not found', status: 404, detail: url.pathname });
    }
    return send(response, request.method === 'POST' && url.pathname === '/api/incidents' ? 201 : 200, answer);
  }
  return send(response, 404, { type: 'about:blank', title: 'Not found', status: 404, detail: url.pathname });
});

server.listen(port, '127.0.0.1', () => console.log(`fixture (${scene}) on http://127.0.0.1:${server.address().port}`));
