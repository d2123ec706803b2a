package io.mallwatch.logs.lines;

import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.Original;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes entries of lines, or of events of several lines. Thread-safe.
public final class LineReader {

  /// Tag of a line that fits no form; the whole of it is the message.
  public static final String UNPARSED = JsonLogEntries.UNPARSED;

  /// Tag of a piece of a line that was too long for one entry.
  public static final String PIECE = "_piece";

  private final LineFormat format;
  private final String service;
  private final ZoneId zone;
  private final JsonLogEntries json;

  /// @param service who writes the lines, unless a line says so
  /// @param zone of times that name none
  /// @param json reads lines that are JSON objects
  public LineReader(LineFormat format, String service, ZoneId zone, JsonLogEntries json) {
    this.format = format;
    this.service = service;
    this.zone = zone;
    this.json = json;
  }

  /// The entry of one event; never fails.
  ///
  /// @param now time of an event that names none
  public LogEntry read(String event, Instant now) {
    LineContext context = new LineContext(service, zone, now);
    return switch (format) {
      case JSON -> json.readLine(event, now, service);
      case JAVA -> orWhole(JavaLines.read(event, context), event, now);
      case ACCESS -> orWhole(AccessLines.read(event, context), event, now);
      case NGINX_ERROR -> orWhole(ServiceLines.nginxError(event, context), event, now);
      case MYSQL_SLOW -> orWhole(ServiceLines.mysqlSlow(event, context), event, now);
      case REDIS -> orWhole(ServiceLines.redis(event, context), event, now);
      case SYSLOG -> orWhole(SyslogLines.read(event, context), event, now);
      case PLAIN -> LogEntry.builder(now, LogLevel.INFO, service, event).build();
      // what stands around the text was taken away before
      case AUTO, DOCKER, CRI -> guess(event, context);
    };
  }

  /// What pipelines are shown of an event: the members of a JSON object, of any other the whole
  /// text.
  ///
  /// @param origin what the entry was given beside what the event says
  public Original original(String event, Map<String, Object> origin) {
    if (format == LineFormat.PLAIN || !event.startsWith("{")) {
      return new Original.Line(event);
    }
    Original original = json.original(event);
    if (original instanceof Original.Members(var members)) {
      origin.forEach(members::putIfAbsent);
    }
    return original;
  }

  private LogEntry guess(String event, LineContext context) {
    char first = event.isEmpty() ? 0 : event.charAt(0);
    if (first == '{') {
      return json.readLine(event, context.now(), service);
    }
    Optional<LogEntry> found = Optional.empty();
    if (first == '#') {
      found = ServiceLines.mysqlSlow(event, context);
    } else if (first == '<' || Months.number(event, 0) > 0) {
      found = SyslogLines.read(event, context);
    }
    return orWhole(
        found
            .or(() -> ServiceLines.nginxError(event, context))
            .or(() -> ServiceLines.redis(event, context))
            .or(() -> AccessLines.read(event, context))
            .or(() -> JavaLines.read(event, context)),
        event,
        context.now());
  }

  private LogEntry orWhole(Optional<LogEntry> found, String event, Instant now) {
    return found.orElseGet(() ->
        JavaLines.withStack(LogEntry.builder(now, LogLevel.INFO, service, event), event)
            .tags(List.of(UNPARSED))
            .build());
  }

  /// The entry with more data and tags; data it has already stays.
  public static LogEntry with(LogEntry entry, Map<String, Object> data, List<String> tags) {
    List<String> allTags = new ArrayList<>(entry.tags());
    allTags.addAll(tags);
    return LogEntry.builder(entry.timestamp(), entry.level(), entry.service(), entry.message())
        .category(entry.category())
        .action(entry.action())
        .requestId(entry.requestId())
        .userId(entry.userId())
        .traceId(entry.traceId())
        .spanId(entry.spanId())
        .error(entry.error())
        .tags(allTags)
        .durationMillis(entry.durationMillis())
        .data(data)
        .data(entry.data())
        .build();
  }
}
