/** How a source is connected, as text to be copied; no DOM. */
export const WAYS = ['file', 'filebeat', 'fluentbit', 'otlp', 'bulk'] as const;
export type Way = (typeof WAYS)[number];

/** The configuration or command for one way, against the server at `origin`. */
export function connectText(way: Way, origin: string): string {
  const { hostname, port, protocol } = new URL(origin);
  const at = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const tls = protocol === 'https:';
  switch (way) {
    case 'file':
      return `# mallwatch.yaml
logs:
  tail:
    paths:
      - order=/var/log/order/*.log
      - nginx=/var/log/nginx/access.log
`;
    case 'filebeat':
      return `# filebeat.yml
filebeat.inputs:
  - type: filestream
    id: mall
    paths: [/var/log/mall/*.log]
setup.ilm.enabled: false
setup.template.enabled: false
output.elasticsearch:
  hosts: ["${origin}/elasticsearch"]
  index: zhongdao-mall-logs-%{+yyyy.MM.dd}
`;
    case 'fluentbit':
      return `[OUTPUT]
    Name  es
    Match *
    Host  ${hostname}
    Port  ${at}
    Path  /elasticsearch
    Logstash_Format On
    Logstash_Prefix zhongdao-mall-logs
    Suppress_Type_Name On
${tls ? '    tls   On\n' : ''}`;
    case 'otlp':
      return `OTEL_LOGS_EXPORTER=otlp
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=${origin}/v1/logs
`;
    case 'bulk':
      return `curl -s ${origin}/elasticsearch/_bulk -H 'Content-Type: application/x-ndjson' --data-binary $'{"create":{"_index":"zhongdao-mall-logs-app"}}\\n{"@timestamp":"'$(date -u +%FT%TZ)'","level":"info","service":"order","message":"下单成功"}\\n'
`;
  }
}
