package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.prometheus.format.GoFloat;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Rule groups and the alerts they hold.
final class RuleRoutes {

  private final RulesView view;
  private final PrometheusPorts.PromqlText promql;

  RuleRoutes(RulesView view, PrometheusPorts.PromqlText promql) {
    this.view = view;
    this.promql = promql;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/rules", this::rules), Route.get("/api/v1/alerts", _ -> alerts()));
  }

  private Reply alerts() {
    List<RulesView.ActiveAlert> active = new ArrayList<>();
    for (RulesView.Group group : view.groups()) {
      for (RulesView.Rule rule : group.rules()) {
        if (rule instanceof RulesView.Alerting alerting) {
          active.addAll(alerting.alerts());
        }
      }
    }
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeFieldName("alerts");
      alerts(out, active);
      out.writeEndObject();
    });
  }

  private Reply rules(Call call) {
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    String type = call.param("type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
      throw QueryParams.invalid("type", "not supported value \"%s\"".formatted(type));
    }
    boolean excludeAlerts = excludeAlerts(call);
    int limit = groupLimit(call);
    String nextToken = call.param("group_next_token").orElse("");
    boolean found = limit == 0 || nextToken.isEmpty();
    List<Chosen> chosen = new ArrayList<>();
    String more = "";
    for (RulesView.Group group : view.groups()) {
      found |= token(group).equals(nextToken);
      List<RulesView.Rule> rules =
          group.rules().stream().filter(rule -> isWanted(rule, type, call, selectors)).toList();
      if (!found || !isWanted(group, call) || rules.isEmpty()) {
        continue;
      }
      if (limit > 0 && chosen.size() == limit) {
        more = token(group);
        break;
      }
      chosen.add(new Chosen(group, rules));
    }
    if (!found) {
      throw QueryParams.invalid(
          "group_next_token",
          "invalid group_next_token '%s'. were rule groups changed?".formatted(nextToken));
    }
    return answer(chosen, more, excludeAlerts);
  }

  /// A group and those of its rules that were asked for.
  private record Chosen(RulesView.Group group, List<RulesView.Rule> rules) {}

  private static Reply answer(List<Chosen> groups, String more, boolean excludeAlerts) {
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("groups");
      for (Chosen one : groups) {
        group(out, one.group(), one.rules(), excludeAlerts);
      }
      out.writeEndArray();
      if (!more.isEmpty()) {
        out.writeStringField("groupNextToken", more);
      }
      out.writeEndObject();
    });
  }

  private static boolean excludeAlerts(Call call) {
    String text = call.param("exclude_alerts").orElse("false").toLowerCase(Locale.ROOT);
    return QueryParams.flag(text)
        .orElseThrow(() ->
            QueryParams.invalid(
                "exclude_alerts",
                "error converting exclude_alerts: strconv.ParseBool: parsing \"%s\": invalid syntax"
                    .formatted(text)));
  }

  private static int groupLimit(Call call) {
    String text = call.param("group_limit").orElse("");
    if (text.isEmpty()) {
      if (call.param("group_next_token").isPresent()) {
        throw QueryParams.invalid(
            "group_next_token",
            "group_limit needs to be present in order to paginate over the groups");
      }
      return 0;
    }
    int limit;
    try {
      limit = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw QueryParams.invalid(
          "group_limit",
          "group_limit needs to be a valid number: strconv.ParseInt: parsing \"%s\": invalid syntax"
              .formatted(text));
    }
    if (limit <= 0) {
      throw QueryParams.invalid("group_limit", "group_limit needs to be greater than 0");
    }
    return limit;
  }

  private static boolean isWanted(RulesView.Group group, Call call) {
    List<String> names = call.params().all("rule_group[]");
    List<String> files = call.params().all("file[]");
    return (names.isEmpty() || names.contains(group.name()))
        && (files.isEmpty() || files.contains(group.file()));
  }

  private static boolean isWanted(
      RulesView.Rule rule, String type, Call call, List<List<Matcher>> selectors) {
    List<String> names = call.params().all("rule_name[]");
    if (!names.isEmpty() && !names.contains(rule.name())) {
      return false;
    }
    var labels =
        switch (rule) {
          case RulesView.Alerting alerting -> alerting.labels();
          case RulesView.Recording recording -> recording.labels();
        };
    boolean labelled =
        selectors.isEmpty()
            || selectors.stream()
                .anyMatch(matchers -> matchers.stream().allMatch(m -> m.matches(labels)));
    return labelled
        && switch (rule) {
          case RulesView.Alerting _ -> !type.equals("record");
          case RulesView.Recording _ -> !type.equals("alert");
        };
  }

  /// SHA-256 of file and name, by which a page of groups names the next one.
  private static String token(RulesView.Group group) {
    try {
      byte[] key = (group.file() + ";" + group.name()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void group(
      JsonGenerator out, RulesView.Group group, List<RulesView.Rule> rules, boolean excludeAlerts)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("name", group.name());
    out.writeStringField("file", group.file());
    out.writeArrayFieldStart("rules");
    for (RulesView.Rule rule : rules) {
      rule(out, rule, excludeAlerts);
    }
    out.writeEndArray();
    Envelope.seconds(out, "interval", group.interval());
    out.writeNumberField("limit", group.limit());
    Envelope.seconds(out, "evaluationTime", group.evaluationTime());
    out.writeStringField("lastEvaluation", Envelope.time(group.lastEvaluation()));
    out.writeEndObject();
  }

  private static void rule(JsonGenerator out, RulesView.Rule rule, boolean excludeAlerts)
      throws IOException {
    out.writeStartObject();
    switch (rule) {
      case RulesView.Alerting alerting -> {
        out.writeStringField("state", state(alerting));
        out.writeStringField("name", alerting.name());
        out.writeStringField("query", alerting.query());
        Envelope.seconds(out, "duration", alerting.held());
        Envelope.seconds(out, "keepFiringFor", alerting.keepFiringFor());
        out.writeFieldName("labels");
        Envelope.labels(out, alerting.labels());
        out.writeFieldName("annotations");
        Envelope.map(out, alerting.annotations());
        out.writeFieldName("alerts");
        if (excludeAlerts) {
          out.writeNull();
        } else {
          alerts(out, alerting.alerts());
        }
      }
      case RulesView.Recording recording -> {
        out.writeStringField("name", recording.name());
        out.writeStringField("query", recording.query());
        out.writeFieldName("labels");
        Envelope.labels(out, recording.labels());
      }
    }
    RulesView.Evaluation evaluation = rule.evaluation();
    out.writeStringField("health", evaluation.health());
    if (!evaluation.lastError().isEmpty()) {
      out.writeStringField("lastError", evaluation.lastError());
    }
    Envelope.seconds(out, "evaluationTime", evaluation.took());
    out.writeStringField("lastEvaluation", Envelope.time(evaluation.lastEvaluation()));
    out.writeStringField(
        "type",
        switch (rule) {
          case RulesView.Alerting _ -> "alerting";
          case RulesView.Recording _ -> "recording";
        });
    out.writeEndObject();
  }

  private static String state(RulesView.Alerting rule) {
    if (rule.alerts().stream().anyMatch(RulesView.ActiveAlert::firing)) {
      return "firing";
    }
    return rule.alerts().isEmpty() ? "inactive" : "pending";
  }

  private static void alerts(JsonGenerator out, List<RulesView.ActiveAlert> alerts)
      throws IOException {
    out.writeStartArray();
    for (RulesView.ActiveAlert alert : alerts) {
      out.writeStartObject();
      out.writeFieldName("labels");
      Envelope.labels(out, alert.labels());
      out.writeFieldName("annotations");
      Envelope.map(out, alert.annotations());
      out.writeStringField("state", alert.firing() ? "firing" : "pending");
      out.writeStringField("activeAt", alert.activeAt().toString());
      if (alert.keepFiringSince() != null) {
        out.writeStringField("keepFiringSince", alert.keepFiringSince().toString());
      }
      out.writeStringField("value", GoFloat.exponent(alert.value()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
