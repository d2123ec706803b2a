package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.FLAG;
import static io.mallwatch.server.config.SettingType.PATH;
import static io.mallwatch.server.config.SettingType.SIZE_BYTES;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;
import static io.mallwatch.server.config.SettingType.ZONE;
import static io.mallwatch.server.config.SettingType.number;
import static io.mallwatch.server.config.SettingType.oneOf;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/// Every key there is.
final class Settings {

  private Settings() {}

  static final Setting<String> BIND =
      setting(
          "server.bind",
          TEXT,
          "127.0.0.1",
          "Address to listen on. Anything but a loopback address needs `server.admin_token_file`.");
  static final Setting<Integer> PORT =
      setting(
          "server.port",
          number(0, 65535),
          "7600",
          "Port of the console and of every protocol under its own prefix; 0 takes a free one.");
  static final Setting<Path> DATA =
      setting(
          "server.data",
          PATH,
          "data",
          "Folder of everything that is kept. Made when it is not there.");
  static final Setting<ZoneId> TIME_ZONE =
      setting(
          "server.time_zone",
          ZONE,
          "Asia/Shanghai",
          "Where days, weeks and messages have their time.");
  static final Setting<String> EXTERNAL_URL =
      setting(
          "server.external_url",
          TEXT,
          "",
          "How people reach the console; links in messages begin with it. Empty: the address it"
              + " listens on.");
  static final Setting<String> ADMIN_TOKEN_FILE =
      setting(
          "server.admin_token_file",
          TEXT,
          "",
          "File with the token that every request must then bring (`Authorization: Bearer ...`, or"
              + " the password of basic authentication); health checks need none. Must be given"
              + " when not bound to loopback.");

  static final Setting<Boolean> STANDARD_PORTS =
      setting(
          "doors.standard_ports",
          FLAG,
          "false",
          "Also answer at the root of 9090 (Prometheus), 9091 (Pushgateway), 9200 (Elasticsearch),"
              + " 4317 and 4318 (OTLP), 16686 (Jaeger), 9411 (Zipkin), 3200 (Tempo), 9093"
              + " (Alertmanager) and 3000 (Grafana).");
  static final Setting<Long> MAX_BODY =
      setting(
          "doors.max_body",
          SIZE_BYTES,
          "64MiB",
          "Largest request body, before and after decompression.");

  static final Setting<Boolean> ADMIN_API =
      setting(
          "doors.admin_api",
          FLAG,
          "false",
          "Let Prometheus's admin API delete series and take snapshots"
              + " (`/prometheus/api/v1/admin/tsdb/...`).");

  static final Setting<String> ELASTICSEARCH_PERSONALITY =
      setting(
          "doors.elasticsearch.personality",
          oneOf("elasticsearch", "opensearch"),
          "elasticsearch",
          "Whose handshake `/elasticsearch` gives; clients of OpenSearch look for its name.");
  static final Setting<String> ELASTICSEARCH_VERSION =
      setting(
          "doors.elasticsearch.version",
          TEXT,
          "",
          "Version that `/elasticsearch` says it has; empty for the one whose behaviour it offers,"
              + " and a Beat's own for a Beat, which refuses an older server.");

  static final Setting<String> LOGS_ENGINE =
      setting("logs.engine", oneOf("lucene"), "lucene", "Where log lines are kept.");
  static final Setting<Duration> LOGS_RETENTION =
      setting("logs.retention", DURATION, "30d", "How long log lines are kept.");
  static final Setting<Long> LOGS_RETENTION_SIZE =
      setting(
          "logs.retention_size",
          SIZE_BYTES,
          "20GiB",
          "Most disk that log lines may take; the oldest days go first.");
  static final Setting<Boolean> LOGS_MASKING =
      setting(
          "logs.masking",
          FLAG,
          "true",
          "Mask phone, identity-card and bank-card numbers, tokens and passwords before they are"
              + " stored.");

  static final SettingType<String> FORMATS =
      oneOf(
          "auto",
          "json",
          "java",
          "access",
          "nginx_error",
          "mysql_slow",
          "redis",
          "syslog",
          "plain",
          "docker",
          "cri");
  static final SettingType<String> ENCODINGS =
      oneOf("auto", "utf_8", "gb18030", "gbk", "utf_16le", "utf_16be");
  static final SettingType<String> BEGINNINGS = oneOf("beginning", "end");

  static final Setting<List<String>> TAIL_PATHS =
      setting(
          "logs.tail.paths",
          TEXTS,
          "",
          "Log files to follow: paths with `*`, `?` and `**`, each may have the name of the service"
              + " before it (`order=/var/log/order/*.log`). Rolls need not be named: what was not"
              + " read before a rotation is found in them.");
  static final Setting<List<String>> TAIL_EXCLUDES =
      setting("logs.tail.excludes", TEXTS, "", "Files to leave alone, in the same form.");
  static final Setting<String> TAIL_SERVICE =
      setting(
          "logs.tail.service",
          TEXT,
          "unknown",
          "Who writes files without a service before their path, unless a line says so.");
  static final Setting<String> TAIL_FORMAT =
      setting(
          "logs.tail.format",
          FORMATS,
          "auto",
          "What lines look like; `auto` sees it line by line. `docker` and `cri` are the files of"
              + " container runtimes: what programs wrote is taken out of them, then read as"
              + " `auto`.");
  static final Setting<String> TAIL_ENCODING =
      setting(
          "logs.tail.encoding",
          ENCODINGS,
          "auto",
          "How bytes are text; `auto` follows byte order marks, else takes UTF-8 where it is valid"
              + " and GB18030 where it is not.");
  static final Setting<String> TAIL_MULTILINE =
      setting(
          "logs.tail.multiline",
          TEXT,
          "auto",
          "Which lines belong together: `auto`, `off`, `java`, `python`, `go`, `mysql_slow`, or an"
              + " expression (RE2) that first lines match.");
  static final Setting<String> TAIL_FROM =
      setting(
          "logs.tail.from",
          BEGINNINGS,
          "beginning",
          "Where files are begun that are there at the very first start.");
  static final Setting<Duration> TAIL_IGNORE_OLDER =
      setting(
          "logs.tail.ignore_older",
          DURATION,
          "7d",
          "Files not written for so long are left alone when they are first met.");
  static final Setting<Long> TAIL_MAX_LINE =
      setting(
          "logs.tail.max_line",
          SIZE_BYTES,
          "1MiB",
          "Longest line or stack trace, 1KiB to 16MiB; what is longer is kept in pieces.");

  static final Setting<List<String>> RULES =
      setting(
          "alerts.rules",
          TEXTS,
          "",
          "Rule files in Prometheus's format, `*` allowed. Empty: the rules that are shipped.");
  static final Setting<String> ALERTMANAGER =
      setting(
          "alerts.alertmanager",
          TEXT,
          "",
          "A vanilla alertmanager.yml with routes and receivers. Empty: the channels below, by"
              + " severity.");
  static final Setting<Duration> EVALUATION_INTERVAL =
      setting(
          "alerts.evaluation_interval",
          DURATION,
          "15s",
          "How often rules are evaluated where their group does not say.");
  static final Setting<List<String>> WEBHOOKS =
      setting(
          "alerts.webhooks",
          TEXTS,
          "",
          "Addresses that are sent every alert, in Alertmanager's webhook format.");
  static final Setting<String> CHANNELS =
      setting(
          "alerts.channels",
          TEXT,
          "",
          "A file that lists channels (WeCom, DingTalk, Feishu, SMS, Slack, ...), see"
              + " docs/channels.md; the level of an alert says which of them hear of it.");
  static final Setting<List<String>> EMAIL_TO =
      setting("alerts.email.to", TEXTS, "", "Who gets mail for critical, high and warning alerts.");
  static final Setting<String> EMAIL_FROM =
      setting("alerts.email.from", TEXT, "mallwatch@localhost", "Sender of mail.");
  static final Setting<String> SMTP =
      setting("alerts.email.smtp", TEXT, "localhost:25", "Mail server, host:port.");
  static final Setting<String> SMTP_USER =
      setting(
          "alerts.email.user", TEXT, "", "Name to log in with at the mail server; empty for none.");
  static final Setting<String> SMTP_PASSWORD =
      secret(
          "alerts.email.password",
          "Password for the mail server; better given by the environment.");
  static final Setting<Boolean> SMTP_TLS =
      setting(
          "alerts.email.require_tls",
          FLAG,
          "true",
          "Refuse to send mail without STARTTLS, except to loopback.");
  static final Setting<String> HEARTBEAT_URL =
      secret(
          "alerts.heartbeat.url",
          "Address of a watcher elsewhere that is told (POST) while rules are evaluated and alarms"
              + " when it hears nothing; empty for none.");
  static final Setting<Duration> HEARTBEAT_INTERVAL =
      setting(
          "alerts.heartbeat.interval", DURATION, "1m", "How often the watcher elsewhere is told.");

  static final Setting<List<String>> DASHBOARD_FILES =
      setting(
          "dashboards.files",
          TEXTS,
          "",
          "Further dashboards as Grafana's JSON, `*` allowed. They stand beside those that are"
              + " shipped, cannot be saved over, and follow their files at a start and on"
              + " `POST /grafana/api/admin/provisioning/dashboards/reload`.");

  static final Setting<String> BUSINESS_SELECTOR =
      setting(
          "monitors.business.selector",
          TEXT,
          "",
          "PromQL matchers that business figures are limited to, such as `env=\"prod\"`.");
  static final Setting<Duration> SILENT_AFTER =
      setting(
          "monitors.log.silent_after",
          DURATION,
          "5m",
          "A source that said nothing for so long is silent.");

  /// In the order of `docs/config.md`.
  static final List<Setting<?>> ALL =
      Stream.of(
              List.of(
                  BIND,
                  PORT,
                  DATA,
                  TIME_ZONE,
                  EXTERNAL_URL,
                  ADMIN_TOKEN_FILE,
                  STANDARD_PORTS,
                  MAX_BODY,
                  ADMIN_API,
                  ELASTICSEARCH_PERSONALITY,
                  ELASTICSEARCH_VERSION),
              MetricsSettings.ALL,
              List.of(
                  LOGS_ENGINE,
                  LOGS_RETENTION,
                  LOGS_RETENTION_SIZE,
                  LogRetentionSettings.RULES,
                  LOGS_MASKING),
              LogFlowSettings.ALL,
              List.of(
                  TAIL_PATHS,
                  TAIL_EXCLUDES,
                  TAIL_SERVICE,
                  TAIL_FORMAT,
                  TAIL_ENCODING,
                  TAIL_MULTILINE,
                  TAIL_FROM,
                  TAIL_IGNORE_OLDER,
                  TAIL_MAX_LINE),
              TailInputSettings.ALL,
              ListenSettings.ALL,
              TracesSettings.ALL,
              List.of(
                  RULES,
                  ALERTMANAGER,
                  EVALUATION_INTERVAL,
                  WEBHOOKS,
                  CHANNELS,
                  EMAIL_TO,
                  EMAIL_FROM,
                  SMTP,
                  SMTP_USER,
                  SMTP_PASSWORD,
                  SMTP_TLS,
                  HEARTBEAT_URL,
                  HEARTBEAT_INTERVAL,
                  DASHBOARD_FILES,
                  BUSINESS_SELECTOR,
                  SILENT_AFTER),
              WatchSettings.ALL,
              BusinessSettings.ALL,
              OperationsSettings.ALL,
              OnCallSettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private static Setting<String> secret(String path, String meaning) {
    return new Setting<>(path, TEXT, "", true, meaning);
  }
}
