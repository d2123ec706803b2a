package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.Script.Command;
import io.mallwatch.metrics.promql.Script.Expectation;
import io.mallwatch.metrics.promql.Script.Span;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlFormatter;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Runs scripts against the engine. An instant query is also asked with `@` set on its selectors,
/// evaluated at other times, and as the middle of a range query; all must agree.
final class ScriptRunner {

  private static final Pattern OF_THE_SPAN = Pattern.compile("\\b(start|end|range|step)\\s*\\(");
  private static final Set<String> OF_THE_QUERY = Set.of("start", "end", "range", "step");
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "time",
          "timestamp");

  private final EngineOptions options;
  private SampleStore store = new SampleStore();

  ScriptRunner(EngineOptions options) {
    this.options = options;
  }

  /// How one `eval` went.
  ///
  /// @param problem empty when it went well
  record Outcome(int line, String query, String problem) {
    boolean passed() {
      return problem.isEmpty();
    }
  }

  List<Outcome> run(Script script) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Command command : script.commands()) {
      switch (command) {
        case Command.Clear() -> store = new SampleStore();
        case Command.Load load -> new ScriptLoader(store).load(load);
        case Command.Eval eval -> outcomes.add(outcome(eval));
      }
    }
    return outcomes;
  }

  private Outcome outcome(Command.Eval eval) {
    String problem;
    try {
      problem = problem(eval);
    } catch (RuntimeException e) {
      problem = "threw " + e;
    }
    return new Outcome(eval.line(), eval.query(), problem);
  }

  private String problem(Command.Eval eval) {
    Expectation expected = eval.expectation();
    QueryResult result;
    try {
      result = ask(eval.query(), eval.span());
    } catch (BadQueryException e) {
      return failure(expected, String.valueOf(e.getMessage()));
    }
    if (!expected.notes("fail").isEmpty()) {
      return "should fail but gave " + result.value();
    }
    String problem = allNotes(expected, result);
    problem += ScriptResults.difference(expected, eval.span(), result.value());
    if (problem.isEmpty() && eval.span().isInstant()) {
      problem = variations(eval);
    }
    return problem;
  }

  private QueryResult ask(String query, Span span) {
    PromqlEngine engine = new PromqlEngine(store, options, FakeClock.mondayMorning());
    QueryOptions asked = QueryOptions.interactive(Deadline.NEVER);
    return span.isInstant()
        ? engine.instant(query, Instant.ofEpochMilli(span.startMillis()), asked)
        : engine.range(
            query,
            Instant.ofEpochMilli(span.startMillis()),
            Instant.ofEpochMilli(span.endMillis()),
            Duration.ofMillis(span.stepMillis()),
            asked);
  }

  private static String failure(Expectation expected, String message) {
    List<Script.Note> fails = expected.notes("fail");
    if (fails.isEmpty()) {
      return "failed: " + message;
    }
    return fails.getFirst().accepts(message) ? "" : "failed with another message: " + message;
  }

  private static String allNotes(Expectation expected, QueryResult result) {
    return notes(expected, "warn", result.warnings()) + notes(expected, "info", result.infos());
  }

  private static String notes(Expectation expected, String kind, List<String> actual) {
    if (!expected.notes("no_" + kind).isEmpty() && !actual.isEmpty()) {
      return "unexpected %s: %s ".formatted(kind, actual);
    }
    List<Script.Note> wanted = expected.notes(kind);
    for (Script.Note note : wanted) {
      if (actual.stream().noneMatch(note::accepts)) {
        return "missing %s %s in %s ".formatted(kind, note.text(), actual);
      }
    }
    for (String message : actual) {
      if (!wanted.isEmpty() && wanted.stream().noneMatch(note -> note.accepts(message))) {
        return "unexpected %s: %s ".formatted(kind, message);
      }
    }
    return "";
  }

  private String variations(Command.Eval eval) {
    Expr expr = PromqlParser.parse(eval.query());
    boolean ofQuery = calls(expr, OF_THE_QUERY);
    long at = eval.span().startMillis();
    Expectation expected = eval.expectation();
    if (!ofQuery && !calls(expr, OF_THE_MOMENT)) {
      String pinned = PromqlFormatter.format(PinnedTime.pin(expr, at));
      long unit = at == 0 ? 1000 : Math.max(1, at / 5);
      for (long other : new long[] {-10 * unit, 0, unit, at, 10 * at}) {
        QueryResult result = ask(pinned, new Span(other, other, 0));
        String problem =
            allNotes(expected, result)
                + ScriptResults.difference(expected, eval.span(), result.value());
        if (!problem.isEmpty()) {
          return "as %s at %d: %s".formatted(pinned, other, problem);
        }
      }
    }
    boolean noPoints = expected.text != null || expected.rangeVector != null || expected.ordered;
    if (OF_THE_SPAN.matcher(eval.query()).find() || noPoints) {
      return "";
    }
    Span around = new Span(at - 60_000, at + 60_000, 60_000);
    QueryResult.Value value = ScriptResults.middle(ask(eval.query(), around).value(), at);
    String problem = ScriptResults.difference(expected, eval.span(), value);
    return problem.isEmpty() ? "" : "as a range query: " + problem;
  }

  private static boolean calls(Expr expr, Set<String> functions) {
    return Exprs.any(
        expr,
        inner -> inner instanceof Expr.Call call && functions.contains(call.function().name()));
  }
}
