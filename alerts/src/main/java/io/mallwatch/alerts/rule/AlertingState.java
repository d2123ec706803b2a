package io.mallwatch.alerts.rule;

import io.mallwatch.alerts.AlertLinks;
import io.mallwatch.alerts.template.GoNumber;
import io.mallwatch.alerts.template.GoStrings;
import io.mallwatch.alerts.template.GoStruct;
import io.mallwatch.alerts.template.RuleFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.metrics.QueryResult.VectorSample;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The alerts of one rule on their way through pending, firing and resolved. Used by one thread at
/// a time; the group sees to it.
final class AlertingState {

  private static final String ALERTS = "ALERTS";
  private static final String FOR_STATE = "ALERTS_FOR_STATE";

  private final Rule.Alerting rule;
  private final RuleSettings settings;
  private final int limit;
  private final Map<String, Template> labelTexts;
  private final Map<String, Template> annotationTexts;
  private final Map<Labels, Active> active = new HashMap<>();

  /// One alert; the fields are those of Prometheus.
  private static final class Active {
    private final Labels labels;
    private Map<String, String> annotations;
    private double value;
    private Instant activeAt;
    private boolean firing;
    private @Nullable Instant firedAt;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant keptSince;
    private @Nullable Instant sentAt;

    Active(Labels labels, Map<String, String> annotations, double value, Instant activeAt) {
      this.labels = labels;
      this.annotations = annotations;
      this.value = value;
      this.activeAt = activeAt;
    }
  }

  AlertingState(Rule.Alerting rule, int groupLimit, RuleSettings settings) {
    this.rule = rule;
    this.settings = settings;
    this.limit = groupLimit > 0 ? groupLimit : settings.maxAlertsPerRule();
    this.labelTexts = parsed(rule.labels());
    this.annotationTexts = parsed(rule.annotations());
  }

  private static Map<String, Template> parsed(Map<String, String> texts) {
    Map<String, Template> templates = new TreeMap<>();
    texts.forEach((name, text) -> templates.put(name, RuleFiles.RuleText.parse(name, text)));
    return templates;
  }

  /// Takes over the alerts of the rule's former self.
  void copyFrom(AlertingState former) {
    active.putAll(former.active);
  }

  /// Moves every alert on and returns the series that describe them.
  ///
  /// @param samples what the expression yields at `at`
  /// @param query for templates
  /// @param restored when alerts became active before a restart
  List<SeriesSamples> update(
      List<VectorSample> samples,
      Instant at,
      Instant recordedAt,
      RuleFunctions.Query query,
      RestoredStates restored) {
    Map<String, Template.Function> functions = RuleFunctions.all(query, at, settings.externalUrl());
    Set<Labels> present = new HashSet<>();
    for (VectorSample sample : samples) {
      Active now = alert(sample, at, functions);
      if (!present.add(now.labels)) {
        throw new BadQueryException(
            "vector contains metrics with the same labelset after applying alert labels");
      }
      Active known = active.get(now.labels);
      if (known != null && known.resolvedAt == null) {
        known.value = now.value;
        known.annotations = now.annotations;
        continue;
      }
      now.activeAt = restored.activeAt(now.labels, at, rule.hold());
      active.put(now.labels, now);
    }
    return advance(present, at, recordedAt);
  }

  private List<SeriesSamples> advance(Set<Labels> present, Instant at, Instant recordedAt) {
    List<SeriesSamples> series = new ArrayList<>();
    List<Labels> gone = new ArrayList<>();
    int count = 0;
    for (Active alert : active.values()) {
      if (present.contains(alert.labels)) {
        alert.keptSince = null;
      } else if (!keepsFiring(alert, at)) {
        if (!alert.firing || isForgotten(alert, at)) {
          gone.add(alert.labels);
        } else if (alert.resolvedAt == null) {
          alert.resolvedAt = at;
        }
        continue;
      }
      count++;
      if (!alert.firing && !alert.activeAt.plus(rule.hold()).isAfter(at)) {
        alert.firing = true;
        alert.firedAt = at;
      }
      series.add(stateSeries(alert, recordedAt));
      series.add(forSeries(alert, recordedAt));
    }
    gone.forEach(active::remove);
    if (count > limit) {
      active.clear();
      throw new BadQueryException("exceeded limit of %d with %d alerts".formatted(limit, count));
    }
    return series;
  }

  private boolean keepsFiring(Active alert, Instant at) {
    if (!alert.firing || alert.resolvedAt != null || rule.keepFiring().isZero()) {
      return false;
    }
    if (alert.keptSince == null) {
      alert.keptSince = at;
    }
    return Duration.between(alert.keptSince, at).compareTo(rule.keepFiring()) < 0;
  }

  private boolean isForgotten(Active alert, Instant at) {
    return alert.resolvedAt != null
        && Duration.between(alert.resolvedAt, at).compareTo(settings.resolvedShown()) > 0;
  }

  private SeriesSamples stateSeries(Active alert, Instant at) {
    Labels labels =
        alert
            .labels
            .with(Labels.METRIC_NAME, ALERTS)
            .with("alertstate", alert.firing ? "firing" : "pending");
    return SeriesSamples.of(labels, at.toEpochMilli(), 1);
  }

  private SeriesSamples forSeries(Active alert, Instant at) {
    return SeriesSamples.of(
        alert.labels.with(Labels.METRIC_NAME, FOR_STATE),
        at.toEpochMilli(),
        (double) alert.activeAt.getEpochSecond());
  }

  private Active alert(VectorSample sample, Instant at, Map<String, Template.Function> functions) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("Labels", new GoStrings(sample.labels().toMap(), false));
    data.put("ExternalLabels", new GoStrings(settings.externalLabels().toMap(), false));
    data.put("ExternalURL", settings.externalUrl());
    data.put("Value", sample.value());
    GoStruct dot = new GoStruct("struct", data, Map.of());
    Map<String, String> labels = sample.labels().without(Labels.METRIC_NAME).toMap();
    labelTexts.forEach((name, text) -> labels.put(name, expand(text, dot, functions)));
    labels.put(Labels.ALERT_NAME, rule.name());
    Map<String, String> annotations = new TreeMap<>();
    annotationTexts.forEach((name, text) -> annotations.put(name, expand(text, dot, functions)));
    return new Active(Labels.of(labels), annotations, sample.value(), at);
  }

  private static String expand(
      Template text, GoStruct data, Map<String, Template.Function> functions) {
    try {
      return text.render(data, functions, Template.Escape.NONE);
    } catch (TemplateException e) {
      return "<error expanding template: %s>".formatted(e.getMessage());
    }
  }

  /// The alerts that are due to be sent at `at`; an alert is due again after the resend delay.
  List<Alert> due(Instant at, Duration interval) {
    List<Alert> due = new ArrayList<>();
    for (Active alert : active.values()) {
      if (isDue(alert, at)) {
        due.add(sent(alert, at, interval));
      }
    }
    return due;
  }

  private boolean isDue(Active alert, Instant at) {
    if (!alert.firing) {
      return false;
    }
    if (alert.sentAt == null) {
      return true;
    }
    if (alert.resolvedAt != null) {
      boolean over = alert.resolvedAt.plus(settings.resolvedRetention()).isBefore(at);
      if (over) {
        return false;
      }
      if (alert.resolvedAt.isAfter(alert.sentAt)) {
        return true;
      }
    }
    return alert.sentAt.plus(settings.resendDelay()).isBefore(at);
  }

  /// Notes that what [#due] returned has arrived.
  void markSent(List<Alert> alerts, Instant at) {
    for (Alert alert : alerts) {
      Active sent = active.get(alert.labels());
      if (sent != null) {
        sent.sentAt = at;
      }
    }
  }

  private Alert sent(Active alert, Instant at, Duration interval) {
    Duration step =
        interval.compareTo(settings.resendDelay()) > 0 ? interval : settings.resendDelay();
    Map<String, String> annotations = new TreeMap<>(alert.annotations);
    annotations.putIfAbsent("value", GoNumber.plain(alert.value));
    return new Alert(
        alert.labels,
        annotations,
        alert.firedAt == null ? alert.activeAt : alert.firedAt,
        alert.resolvedAt == null ? at.plus(step.multipliedBy(4)) : alert.resolvedAt,
        AlertLinks.metricPage(settings.externalUrl(), rule.expression()));
  }

  List<RuleAlert> view() {
    return active.values().stream()
        .map(alert ->
            RuleAlert.of(
                alert.labels,
                alert.annotations,
                state(alert),
                alert.value,
                alert.activeAt,
                alert.firedAt,
                alert.resolvedAt))
        .sorted(Comparator.comparing(RuleAlert::labels, Labels.ORDER))
        .toList();
  }

  private static RuleAlert.State state(Active alert) {
    if (alert.resolvedAt != null) {
      return RuleAlert.State.RESOLVED;
    }
    return alert.firing ? RuleAlert.State.FIRING : RuleAlert.State.PENDING;
  }
}
