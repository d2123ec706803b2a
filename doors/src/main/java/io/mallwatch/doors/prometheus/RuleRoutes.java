package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Rule groups and the alerts they hold.
final class RuleRoutes {

  private final RulesView view;
  private final PrometheusPorts.PromqlText promql;

  RuleRoutes(PrometheusPorts ports) {
    this.view = ports.rules();
    this.promql = ports.promql();
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
    String type = call.param("type").orElse("");
    if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
      throw QueryParams.invalid("type", "not supported value \"%s\"".formatted(type));
    }
    boolean excludeAlerts = Boolean.parseBoolean(call.param("exclude_alerts").orElse("false"));
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    List<RulesView.Group> groups = view.groups().stream().filter(g -> isWanted(g, call)).toList();
    int limit = QueryParams.whole(call, "group_limit").orElse(0);
    int from = nextGroup(call, groups);
    int to = limit == 0 ? groups.size() : Math.min(groups.size(), from + limit);
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("groups");
      for (RulesView.Group group : groups.subList(from, to)) {
        List<RulesView.Rule> rules =
            group.rules().stream().filter(rule -> isWanted(rule, type, call, selectors)).toList();
        boolean filtered =
            !type.isEmpty() || call.params().has("rule_name[]") || !selectors.isEmpty();
        if (!rules.isEmpty() || !filtered) {
          group(out, group, rules, excludeAlerts);
        }
      }
      out.writeEndArray();
      if (to < groups.size()) {
        out.writeStringField("groupNextToken", token(groups.get(to)));
      }
      out.writeEndObject();
    });
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

  private static int nextGroup(Call call, List<RulesView.Group> groups) {
    String token = call.param("group_next_token").orElse("");
    if (token.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < groups.size(); i++) {
      if (token(groups.get(i)).equals(token)) {
        return i;
      }
    }
    throw new RefusedException(
        Problem.bad("invalid group_next_token '%s'. were rule groups changed?".formatted(token)));
  }

  private static String token(RulesView.Group group) {
    return "%016x"
        .formatted(
            io.mallwatch.model.Labels.of("file", group.file(), "name", group.name()).fingerprint());
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
    seconds(out, "interval", group.interval());
    out.writeNumberField("limit", group.limit());
    seconds(out, "evaluationTime", group.evaluationTime());
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
        seconds(out, "duration", alerting.held());
        seconds(out, "keepFiringFor", alerting.keepFiringFor());
        out.writeFieldName("labels");
        Envelope.labels(out, alerting.labels());
        out.writeFieldName("annotations");
        Envelope.map(out, alerting.annotations());
        out.writeFieldName("alerts");
        alerts(out, excludeAlerts ? List.of() : alerting.alerts());
      }
      case RulesView.Recording recording -> {
        out.writeStringField("name", recording.name());
        out.writeStringField("query", recording.query());
        if (!recording.labels().isEmpty()) {
          out.writeFieldName("labels");
          Envelope.labels(out, recording.labels());
        }
      }
    }
    RulesView.Evaluation evaluation = rule.evaluation();
    out.writeStringField("health", evaluation.health());
    if (!evaluation.lastError().isEmpty()) {
      out.writeStringField("lastError", evaluation.lastError());
    }
    seconds(out, "evaluationTime", evaluation.took());
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

  private static void seconds(JsonGenerator out, String name, Duration duration)
      throws IOException {
    out.writeFieldName(name);
    out.writeNumber(GoFloat.json(duration.toNanos() / 1e9));
  }
}
