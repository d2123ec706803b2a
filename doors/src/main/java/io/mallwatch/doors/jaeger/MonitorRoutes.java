package io.mallwatch.doors.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The Monitor tab: `/api/metrics/{latencies,calls,errors,minstep}`, computed from the RED metrics
/// that spans leave in the metric store.
final class MonitorRoutes {

  private static final String CALLS = "traces_span_metrics_calls_total";
  private static final String DURATIONS = "traces_span_metrics_duration_milliseconds_bucket";
  private static final List<String> KINDS =
      List.of("unspecified", "internal", "server", "client", "producer", "consumer");

  /// Jaeger answers in steps no shorter than this.
  private static final Duration LEAST_STEP = Duration.ofMillis(1);

  private static final long MOST_STEPS = 11_000;

  private final MetricQueries metrics;
  private final InstantSource clock;

  MonitorRoutes(MetricQueries metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/metrics/latencies", this::latencies),
        Route.get("/api/metrics/calls", this::calls),
        Route.get("/api/metrics/errors", this::errors),
        Route.get("/api/metrics/minstep", _ -> minStep()));
  }

  private static Reply minStep() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("data", LEAST_STEP.toMillis());
          out.writeNumberField("total", 0);
          out.writeNumberField("limit", 0);
          out.writeNumberField("offset", 0);
          out.writeNullField("errors");
          out.writeEndObject();
        });
  }

  /// What is asked for in common.
  ///
  /// @param matchers PromQL matchers of the series
  /// @param by labels that are kept
  private record Asked(
      String matchers, boolean byOperation, String by, String rate, Instant end, Call call) {}

  private Asked asked(Call call) {
    List<String> services = new ArrayList<>();
    for (String given : call.params().all("service")) {
      // the UI joins several as "a,service=b"
      for (String service : given.split(",", -1)) {
        services.add(service.startsWith("service=") ? service.substring(8) : service);
      }
    }
    services.removeIf(String::isEmpty);
    if (services.isEmpty()) {
      throw JaegerParams.bad("please provide at least one service name");
    }
    List<String> kinds = new ArrayList<>();
    for (String kind : call.params().all("spanKind")) {
      String name = kind.toLowerCase(Locale.ROOT);
      if (!KINDS.contains(name)) {
        throw JaegerParams.bad("unsupported span kind: '%s'".formatted(kind));
      }
      kinds.add(name);
    }
    if (kinds.isEmpty()) {
      kinds.add("server");
    }
    boolean byOperation =
        call.param("groupByOperation")
            .map(text ->
                switch (text) {
                  case "true", "1" -> true;
                  case "false", "0" -> false;
                  default ->
                      throw JaegerParams.bad("unable to parse param 'groupByOperation': " + text);
                })
            .orElse(false);
    String matchers =
        "service_name=~\"%s\",span_kind=~\"%s\""
            .formatted(
                String.join("|", services.stream().map(MonitorRoutes::literal).toList()),
                String.join(
                    "|",
                    kinds.stream().map(k -> "SPAN_KIND_" + k.toUpperCase(Locale.ROOT)).toList()));
    return new Asked(
        matchers,
        byOperation,
        byOperation ? "service_name,span_name" : "service_name",
        millis(call, "ratePer", Duration.ofMinutes(10)).toMillis() + "ms",
        call.param("endTs")
            .map(text -> Instant.ofEpochMilli(JaegerParams.whole("endTs", text)))
            .orElseGet(clock::instant),
        call);
  }

  /// A service's name as an expression inside a PromQL text.
  private static String literal(String service) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < service.length(); i++) {
      char c = service.charAt(i);
      if (c == '"' || c == '\\') {
        out.append("\\\\\\").append(c);
      } else if (".+*?()|[]{}^$".indexOf(c) >= 0) {
        out.append("\\\\").append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static Duration millis(Call call, String name, Duration absent) {
    Duration given =
        call.param(name)
            .map(text -> Duration.ofMillis(JaegerParams.whole(name, text)))
            .orElse(absent);
    if (given.isZero()) {
      throw JaegerParams.bad("parameter '%s' must be more than 0".formatted(name));
    }
    return given;
  }

  private Reply latencies(Call call) {
    Asked asked = asked(call);
    String text =
        call.param("quantile")
            .orElseThrow(() -> JaegerParams.bad("unable to parse param 'quantile': it is missing"));
    double quantile;
    try {
      quantile = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw JaegerParams.bad("unable to parse param 'quantile': " + text);
    }
    String query =
        "histogram_quantile(%s, sum(rate(%s{%s}[%s])) by (%s,le))"
            .formatted(quantile, DURATIONS, asked.matchers, asked.rate, asked.by);
    return family(
        asked, "latencies", "%sth quantile latency".formatted(text.replace("0.", "")), query);
  }

  private Reply calls(Call call) {
    Asked asked = asked(call);
    String query =
        "sum(rate(%s{%s}[%s])) by (%s)".formatted(CALLS, asked.matchers, asked.rate, asked.by);
    return family(asked, "call_rate", "calls/sec", query);
  }

  /// Errors as a share of the calls; zero where there are calls and no errors.
  private Reply errors(Call call) {
    Asked asked = asked(call);
    String all =
        "sum(rate(%s{%s}[%s])) by (%s)".formatted(CALLS, asked.matchers, asked.rate, asked.by);
    String failed =
        "sum(rate(%s{%s,status_code=\"STATUS_CODE_ERROR\"}[%s])) by (%s)"
            .formatted(CALLS, asked.matchers, asked.rate, asked.by);
    String query = "(%s) / (%s) or 0 * (%s)".formatted(failed, all, all);
    return family(asked, "error_rate", "error rate, computed as a fraction of errors/sec", query);
  }

  private Reply family(Asked asked, String what, String help, String query) {
    Duration lookback = millis(asked.call, "lookback", Duration.ofHours(1));
    Duration step = millis(asked.call, "step", Duration.ofSeconds(5));
    if (lookback.dividedBy(step) > MOST_STEPS) {
      throw JaegerParams.bad("lookback has more than %d steps".formatted(MOST_STEPS));
    }
    QueryResult result =
        metrics.range(
            query,
            asked.end.minus(lookback),
            asked.end,
            step,
            QueryOptions.interactive(asked.call.deadline()));
    List<QueryResult.SeriesPoints> series =
        result.value() instanceof QueryResult.Matrix matrix ? matrix.series() : List.of();
    String group = asked.byOperation ? "service & operation" : "service";
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField(
              "name", (asked.byOperation ? "service_operation_" : "service_") + what);
          out.writeStringField("type", "GAUGE");
          out.writeStringField("help", help + ", grouped by " + group);
          out.writeArrayFieldStart("metrics");
          for (QueryResult.SeriesPoints one : series) {
            metric(out, one, asked.byOperation);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void metric(
      JsonGenerator out, QueryResult.SeriesPoints series, boolean byOperation) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("labels");
    if (byOperation) {
      label(out, "operation", series.labels().get("span_name"));
    }
    label(out, "service_name", series.labels().get("service_name"));
    out.writeEndArray();
    out.writeArrayFieldStart("metricPoints");
    long[] times = series.timestampsMillis();
    double[] values = Arrays.copyOf(series.values(), times.length);
    for (int i = 0; i < times.length; i++) {
      out.writeStartObject();
      out.writeObjectFieldStart("gaugeValue");
      if (Double.isFinite(values[i])) {
        out.writeNumberField("doubleValue", values[i]);
      } else {
        out.writeStringField("doubleValue", Double.toString(values[i]));
      }
      out.writeEndObject();
      out.writeStringField("timestamp", Instant.ofEpochMilli(times[i]).toString());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void label(JsonGenerator out, String name, String value) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeStringField("value", value);
    out.writeEndObject();
  }
}
