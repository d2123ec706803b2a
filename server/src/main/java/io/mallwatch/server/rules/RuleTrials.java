package io.mallwatch.server.rules;

import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.rule.lint.RuleLint;
import io.mallwatch.alerts.rule.lint.SeenMetrics;
import io.mallwatch.alerts.rule.rehearse.Rehearsal;
import io.mallwatch.alerts.rule.rehearse.RuleRehearsal;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.doors.api.alert.RulesView;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tries rules on what is stored.
public final class RuleTrials implements RulesView {

  /// How far back a metric counts as emitted.
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_SERIES = 1_000;
  private static final String FILE = "rules.yml";

  private final MetricQueries queries;
  private final EmbeddedAlerts routes;
  private final RuleLint.Settings settings;
  private final InstantSource clock;

  /// @param settings intervals of evaluation and of scrapes
  public RuleTrials(
      MetricQueries queries,
      EmbeddedAlerts routes,
      RuleLint.Settings settings,
      InstantSource clock) {
    this.queries = queries;
    this.routes = routes;
    this.settings = settings;
    this.clock = clock;
  }

  private RuleFiles files() {
    return new RuleFiles(PromqlParser::parse, settings.evaluationInterval());
  }

  @Override
  public Checked check(String text) {
    try {
      int rules = files().parse(FILE, text).stream().mapToInt(group -> group.rules().size()).sum();
      return new Checked(List.of(), new RuleLint(seen(), settings).lint(Map.of(FILE, text)), rules);
    } catch (InvalidFileException e) {
      return new Checked(e.problems(), List.of(), 0);
    }
  }

  private SeenMetrics seen() {
    Instant now = clock.instant();
    TimeRange lately = new TimeRange(now.minus(REMEMBERED), now);
    Deadline deadline = Deadline.after(PATIENCE);
    QueryOptions options = QueryOptions.interactive(deadline);
    QueryOptions few =
        new QueryOptions(deadline, null, MAX_SERIES, QueryOptions.Priority.INTERACTIVE);
    return new SeenMetrics(
        () -> Set.copyOf(queries.labelValues(Labels.METRIC_NAME, List.of(), lately, options)),
        metric ->
            queries.series(
                List.of(List.of(Matcher.equal(Labels.METRIC_NAME, metric))), lately, few));
  }

  @Override
  public List<Rehearsal> rehearse(String text, Duration back, Deadline deadline) {
    List<RuleGroup> groups;
    try {
      groups = files().parse(FILE, text);
    } catch (InvalidFileException e) {
      throw new BadQueryException(String.valueOf(e.getMessage()));
    }
    RuleRehearsal rehearsal = new RuleRehearsal(queries);
    RuleRehearsal.Span span = RuleRehearsal.Span.before(clock.instant(), back);
    List<Rehearsal> all = new ArrayList<>();
    for (RuleGroup group : groups) {
      for (Rule rule : group.rules()) {
        if (rule instanceof Rule.Alerting alert) {
          all.add(rehearsal.rehearse(group, alert, routes.config().root(), span, deadline));
        }
      }
    }
    return all;
  }
}
