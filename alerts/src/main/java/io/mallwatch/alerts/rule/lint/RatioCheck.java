package io.mallwatch.alerts.rule.lint;

import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Divisions whose sides do not meet, or whose divisor can be 0.
final class RatioCheck implements Check {

  private static final Pattern CAPACITY =
      Pattern.compile("(?:total|size|capacity)_bytes$", Pattern.CASE_INSENSITIVE);

  @Override
  public void look(WrittenRule rule, Report report) {
    boolean guarded = isGuardedElsewhere(rule.expr());
    for (Expr.Binary binary : Trees.all(rule.expr(), Expr.Binary.class)) {
      if (binary.left().type() == ValueType.SCALAR || binary.right().type() == ValueType.SCALAR) {
        continue;
      }
      boolean unsummed =
          binary.operator() == BinaryOperator.DIVIDE && unsummed(rule, binary, report);
      if (!unsummed) {
        join(binary, report);
      }
      if (binary.operator() == BinaryOperator.DIVIDE && !guarded) {
        divisor(binary.right(), report);
      }
    }
  }

  /// Whether the alert is held back by `and` with a condition.
  private static boolean isGuardedElsewhere(Expr expr) {
    return Exprs.any(
        expr,
        inner ->
            inner instanceof Expr.Binary binary
                && binary.operator() == BinaryOperator.AND
                && (Trees.filters(binary.right()) || Trees.filters(binary.left()))
                && !Trees.all(binary, Expr.Binary.class).stream()
                    .filter(b -> b.operator().isComparison())
                    .allMatch(b -> hasDivision(b)));
  }

  private static boolean hasDivision(Expr expr) {
    return Trees.all(expr, Expr.Binary.class).stream()
        .anyMatch(binary -> binary.operator() == BinaryOperator.DIVIDE);
  }

  private static boolean unsummed(WrittenRule rule, Expr.Binary division, Report report) {
    Expr left = division.left();
    Expr right = division.right();
    boolean plain = Trees.counts(left) && Trees.counts(right);
    if (!plain
        || Trees.aggregates(left)
        || Trees.aggregates(right)
        || division.matching().cardinality() != VectorMatching.Cardinality.ONE_TO_ONE
        || isMean(left, right)) {
      return false;
    }
    String added = addedMatchers(left, right);
    if (added.isEmpty()) {
      if (rule.tellsSeriesApart() || Trees.aggregates(rule.expr())) {
        return false;
      }
      report.mended(Defect.RATIO_WITHOUT_SUMS);
    } else {
      report.mended(Defect.DIVIDED_BY_ITSELF, added);
    }
    report.corrections().wrap(left.range(), "sum(", ")");
    report.corrections().wrap(right.range(), "sum(", ")");
    return true;
  }

  /// `x_sum / x_count`: both have the same labels always.
  private static boolean isMean(Expr left, Expr right) {
    List<Expr.VectorSelector> a = Exprs.selectors(left);
    List<Expr.VectorSelector> b = Exprs.selectors(right);
    return a.size() == 1
        && b.size() == 1
        && a.getFirst().name().endsWith("_sum")
        && b.getFirst().name().endsWith("_count");
  }

  /// The conditions of one side that the other lacks, when both ask for one metric; else empty.
  private static String addedMatchers(Expr left, Expr right) {
    List<Expr.VectorSelector> a = Exprs.selectors(left);
    List<Expr.VectorSelector> b = Exprs.selectors(right);
    if (a.size() != 1
        || b.size() != 1
        || a.getFirst().name().isEmpty()
        || !a.getFirst().name().equals(b.getFirst().name())) {
      return "";
    }
    Set<Matcher> other = Set.copyOf(b.getFirst().matchers());
    return a.getFirst().matchers().stream()
        .filter(matcher -> !other.contains(matcher))
        .map(Matcher::toString)
        .collect(Collectors.joining(", "));
  }

  private static void join(Expr.Binary binary, Report report) {
    VectorMatching matching = binary.matching();
    boolean set = binary.operator().isSetOperator();
    if (binary.operator() == BinaryOperator.OR || binary.operator() == BinaryOperator.UNLESS) {
      return;
    }
    Optional<Set<String>> left = OutputLabels.of(binary.left());
    Optional<Set<String>> right = OutputLabels.of(binary.right());
    boolean apart;
    if (matching.on()) {
      apart =
          left.isPresent()
              && right.isPresent()
              && matching.labels().stream()
                  .anyMatch(label -> left.get().contains(label) != right.get().contains(label));
    } else if (!matching.labels().isEmpty()
        || (!set && matching.cardinality() != VectorMatching.Cardinality.ONE_TO_ONE)) {
      return;
    } else if (left.isPresent() && right.isPresent()) {
      apart = !left.get().equals(right.get());
    } else {
      apart =
          (left.isPresent() && isWhole(binary.right()))
              || (right.isPresent() && isWhole(binary.left()));
    }
    if (apart) {
      report.add(
          Defect.JOIN_NEVER_MATCHES,
          "expr",
          binary.operator().symbol(),
          labels(left),
          labels(right));
    }
  }

  /// Whether all labels of scraped series are left on it.
  private static boolean isWhole(Expr expr) {
    return Trees.counts(expr)
        && !Trees.aggregates(expr)
        && Trees.all(expr, Expr.Call.class).stream()
            .noneMatch(call -> call.function().name().startsWith("label_"))
        && OutputLabels.of(expr).isEmpty();
  }

  private static String labels(Optional<Set<String>> labels) {
    return labels.map(names -> "{" + String.join(", ", names) + "}").orElse("{…}");
  }

  private static void divisor(Expr divisor, Report report) {
    boolean bounded =
        Trees.filters(divisor)
            || Exprs.any(
                divisor,
                inner ->
                    (inner instanceof Expr.Binary binary && binary.operator() == BinaryOperator.OR)
                        || (inner instanceof Expr.Call call
                            && call.function().name().startsWith("clamp")));
    if (bounded || isNeverZero(divisor) || Units.number(divisor).isPresent()) {
      return;
    }
    report.mended(Trees.counts(divisor) ? Defect.NAN_WHEN_IDLE : Defect.DIVISOR_MAY_BE_ZERO);
    report.corrections().wrap(divisor.range(), "(", " > 0)");
  }

  /// A count of series, which is missing rather than 0, and what a machine has in all.
  private static boolean isNeverZero(Expr divisor) {
    return switch (Exprs.unwrap(divisor)) {
      case Expr.Aggregate aggregate ->
          aggregate.operator() == AggregateOperator.COUNT || isNeverZero(aggregate.expr());
      case Expr.VectorSelector selector -> CAPACITY.matcher(selector.name()).find();
      default -> false;
    };
  }
}
