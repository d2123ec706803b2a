package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.logs.LogCounts;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the page of logs shows around the list: histogram, facets, fields, completion; and the
/// whole result as a file.
final class LogViewsResource {

  private static final int MAX_BARS = 2_000;
  private static final int MAX_VALUES = 1_000;
  private static final int COMPLETIONS = 20;

  /// Different values of a field among which a completion is looked for.
  private static final int COMPLETE_FROM = 10_000;

  private static final Pattern INTERVAL = Pattern.compile("(\\d{1,6})(s|m|h|d)");

  private final LogStore logs;
  private final ZoneId zone;
  private final InstantSource clock;

  LogViewsResource(LogStore logs, ZoneId zone, InstantSource clock) {
    this.logs = logs;
    this.zone = zone;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/logs/histogram",
            "Entries over time, split by the values of a field.",
            LogParams.described(
                Parameter.optional("by", "Field to split by; default `level`."),
                Parameter.optional("interval", "Such as `30s`, `5m`, `1h`, `1d`; default fits.")),
            LogShapes.COUNTS,
            this::histogram),
        Endpoint.get(
            "/api/logs/facets",
            "The commonest values of fields with exact counts.",
            LogParams.described(
                Parameter.optional("fields", "Separated by commas; default level, service, ..."),
                Parameter.integer("size", "Most values of a field; 1 to 1000, default 20.")),
            LogShapes.COUNTED,
            this::facets),
        Endpoint.get(
            "/api/logs/fields",
            "Fields of the newest entries that pass, with type, share and commonest values.",
            LogParams.described(),
            LogShapes.FIELDS,
            call ->
                LogFieldList.of(newest(call, LogParams.range(call, clock), LogFieldList.SAMPLE))),
        Endpoint.get(
            "/api/logs/complete",
            "Names of fields, or values of `field`, that hold `text`; likely ones first.",
            LogParams.described(
                Parameter.optional("field", "Whose values are wanted; empty for names of fields."),
                Parameter.optional("text", "What was typed so far, in any case.")),
            LogShapes.COMPLETIONS,
            this::complete),
        new Endpoint(
            "GET",
            "/api/logs/export",
            "The whole result as a stream, newest first.",
            LogParams.described(
                Parameter.optional("format", "`ndjson` (default) or `csv`."),
                Parameter.optional("columns", "Of CSV, separated by commas.")),
            List.of(),
            new Endpoint.Answer(200, "application/x-ndjson", Shape.STRING),
            this::export));
  }

  private LogShapes.Counts histogram(Call call) {
    TimeRange range = LogParams.range(call, clock);
    Duration interval =
        call.param("interval")
            .map(LogViewsResource::interval)
            .orElseGet(() -> LogsResource.interval(range));
    if (range.length().dividedBy(interval) > MAX_BARS) {
      throw ApiParams.bad("interval", "would give more than %d bars".formatted(MAX_BARS));
    }
    String by = call.param("by").orElse("level");
    refuseText("by", by);
    return new LogShapes.Counts(
        interval.toMillis(),
        new LogCounts(
                "*",
                range,
                LogParams.filter(call),
                new LogCounts.Histogram(interval, zone, by),
                List.of(),
                0,
                call.deadline())
            .in(logs));
  }

  private static Duration interval(String text) {
    Matcher matcher = INTERVAL.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw ApiParams.bad("interval", "is '%s'; such as 30s, 5m, 1h, 1d is needed".formatted(text));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static void refuseText(String parameter, String field) {
    if (LogFields.kind(LogFields.canonical(field)) == LogFields.Kind.TEXT) {
      throw ApiParams.bad(parameter, "names '%s', whose values are not counted".formatted(field));
    }
  }

  private LogShapes.Counted facets(Call call) {
    List<String> fields = ApiParams.list(call, "fields");
    List<String> wanted =
        fields.isEmpty() ? LogsResource.FACETS : fields.stream().distinct().toList();
    wanted.forEach(field -> refuseText("fields", field));
    int size = ApiParams.integer(call, "size", LogsResource.FACET_SIZE, 1, MAX_VALUES);
    return new LogShapes.Counted(wanted, counted(call, LogParams.filter(call), wanted, size));
  }

  private LogCounts.Result counted(Call call, LogFilter filter, List<String> fields, int size) {
    return new LogCounts(
            "*", LogParams.range(call, clock), filter, null, fields, size, call.deadline())
        .in(logs);
  }

  private List<LogHit> newest(Call call, TimeRange range, int limit) {
    return logs.search(LogQuery.newest(range, LogParams.filter(call), limit, call.deadline()))
        .hits();
  }

  private List<LogShapes.Completion> complete(Call call) {
    String text = call.param("text").orElse("").toLowerCase(Locale.ROOT);
    String field = call.param("field").orElse("");
    List<LogShapes.Completion> all = new ArrayList<>();
    if (field.isEmpty()) {
      LogFieldList list =
          LogFieldList.of(newest(call, LogParams.range(call, clock), LogFieldList.SAMPLE));
      list.fields().forEach(f -> all.add(new LogShapes.Completion(f.name(), f.entries())));
    } else {
      refuseText("field", field);
      LogCounts.Facet facet =
          counted(call, LogParams.filter(call), List.of(field), COMPLETE_FROM)
              .facets()
              .getOrDefault(field, new LogCounts.Facet(List.of(), 0));
      facet.values().forEach(v -> all.add(new LogShapes.Completion(v.value(), v.count())));
    }
    List<LogShapes.Completion> found = new ArrayList<>();
    for (boolean begins : new boolean[] {true, false}) {
      for (LogShapes.Completion one : all) {
        String value = one.text().toLowerCase(Locale.ROOT);
        if (value.contains(text)
            && value.startsWith(text) == begins
            && found.size() < COMPLETIONS) {
          found.add(one);
        }
      }
    }
    return found;
  }

  private Reply export(Call call) {
    TimeRange range = LogParams.range(call, clock);
    LogFilter filter = LogParams.filter(call);
    LogExport.Form form =
        switch (call.param("format").orElse("ndjson")) {
          case "ndjson" -> new LogExport.Ndjson();
          case "csv" -> LogExport.Csv.of(ApiParams.list(call, "columns"));
          default -> throw ApiParams.bad("format", "must be ndjson or csv");
        };
    String name = "mallwatch-logs-%d.%s".formatted(range.to().toEpochMilli(), form.suffix());
    return new Reply.Stream(
        200,
        form.contentType(),
        Map.of("content-disposition", "attachment; filename=\"" + name + "\""),
        new LogExport(logs, range, filter, form));
  }
}
