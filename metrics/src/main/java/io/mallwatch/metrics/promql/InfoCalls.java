package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.Edges;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.syntax.TimeModifiers;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.InfoJoin;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `info`: adds to series the labels of the info series of the same target, such as `target_info`.
final class InfoCalls {

  private static final Matcher TARGET_INFO = Matcher.equal(Labels.METRIC_NAME, "target_info");
  private static final Matcher ANY_INFO =
      new Matcher(Matcher.Type.REGEX, Labels.METRIC_NAME, ".+_info");

  private final Evaluator evaluator;
  private final QueryRun run;
  private final SelectorEvaluator selectors;

  InfoCalls(Evaluator evaluator, QueryRun run, SelectorEvaluator selectors) {
    this.evaluator = evaluator;
    this.run = run;
    this.selectors = selectors;
  }

  /// Arguments: vector, and perhaps a selector of info series and of the labels to take from them.
  StepVector eval(List<Expr> args, Grid grid) {
    List<Matcher> names = new ArrayList<>();
    Map<String, List<Matcher>> labels = new LinkedHashMap<>();
    if (args.size() > 1) {
      for (Matcher matcher : ((Expr.VectorSelector) Exprs.unwrap(args.get(1))).matchers()) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          names.add(matcher);
        } else {
          labels.computeIfAbsent(matcher.name(), _ -> new ArrayList<>()).add(matcher);
        }
      }
    }
    List<Matcher> ofInfos = nameMatchers(names);
    HeldVector base = run.held(evaluator.vector(args.getFirst(), grid), grid.steps());
    InfoJoin join = new InfoJoin(ofInfos, labels, grid.steps());
    return join.join(base.series(), infos(base, ofInfos, labels, args.getFirst(), grid));
  }

  /// What tells an info series by its name, when `given` doesn't say what it is.
  private static List<Matcher> nameMatchers(List<Matcher> given) {
    boolean says =
        given.stream()
            .anyMatch(matcher ->
                matcher.type() == Matcher.Type.EQUAL || matcher.type() == Matcher.Type.REGEX);
    if (says) {
      return given;
    }
    if (given.isEmpty()) {
      return List.of(TARGET_INFO);
    }
    List<Matcher> all = new ArrayList<>(given);
    all.add(ANY_INFO);
    return all;
  }

  /// The info series of the targets in `base`; values are their samples' timestamps.
  private List<StepSeries> infos(
      HeldVector base,
      List<Matcher> names,
      Map<String, List<Matcher>> labels,
      Expr vector,
      Grid grid) {
    List<Matcher> matchers = new ArrayList<>();
    for (String identifying : InfoJoin.IDENTIFYING) {
      Set<String> values = new TreeSet<>();
      for (StepSeries series : base.series()) {
        if (!InfoJoin.isInfo(series.labels(), names)) {
          values.add(series.labels().get(identifying));
        }
      }
      values.remove("");
      if (!values.isEmpty()) {
        matchers.add(anyOf(identifying, values));
      }
    }
    if (matchers.isEmpty()) {
      return List.of();
    }
    labels.values().forEach(matchers::addAll);
    matchers.addAll(names);
    TimeModifiers time = time(lookedAt(vector));
    Expr.VectorSelector selector =
        new Expr.VectorSelector("", matchers, time, Edges.PLAIN, vector.range());
    List<StepSeries> found = new ArrayList<>();
    StepVector all = selectors.infoTimes(selector, grid);
    run.read(
        all,
        grid.steps(),
        (i, column) -> {
          StepColumn copy = column.copy();
          run.hold(grid.steps());
          found.add(new StepSeries(all.labels(i), copy, false));
        });
    return found;
  }

  private static Matcher anyOf(String label, Set<String> values) {
    return new Matcher(
        Matcher.Type.REGEX,
        label,
        values.stream()
            .map(com.google.re2j.Pattern::quote)
            .collect(java.util.stream.Collectors.joining("|")));
  }

  private static TimeModifiers time(RangeVector.@Nullable Reference reference) {
    if (reference == null) {
      return TimeModifiers.NONE;
    }
    DurationExpr offset =
        new DurationExpr.Literal(reference.offset() / 1e3, true, new TextRange(0, 0));
    TimeModifiers.At at =
        reference.pinned()
            ? new TimeModifiers.At.Fixed(reference.pinnedAt())
            : new TimeModifiers.At.Unset();
    return new TimeModifiers(at, offset);
  }

  /// The moment that the first selector in `expr` looks at; info series are looked at then too.
  private RangeVector.@Nullable Reference lookedAt(Expr expr) {
    if (expr instanceof Expr.VectorSelector selector) {
      return run.reference(selector.time());
    }
    for (Expr child : Exprs.children(expr)) {
      RangeVector.Reference inner = lookedAt(child);
      if (inner != null) {
        return expr instanceof Expr.Subquery subquery && !inner.pinned()
            ? outside(inner, run.reference(subquery.time()))
            : inner;
      }
    }
    return null;
  }

  private static RangeVector.Reference outside(
      RangeVector.Reference inner, RangeVector.Reference subquery) {
    return new RangeVector.Reference(
        subquery.pinned(), subquery.pinnedAt(), inner.offset() + subquery.offset());
  }
}
