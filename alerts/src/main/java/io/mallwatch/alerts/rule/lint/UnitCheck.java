package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.lint.Finding.Words;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.ValueType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Numbers compared with numbers of another unit.
final class UnitCheck implements Check {

  /// No answer of a shop takes as long, in seconds.
  private static final double LONGEST_LATENCY = 100;

  /// In milliseconds, what is shorter was meant in seconds.
  private static final double SHORTEST_MILLIS = 1;

  /// More than this many times the whole is no share of it.
  private static final double LARGEST_SHARE = 5;

  /// The year 2001; a moment before it is an age.
  private static final double EARLIEST_MOMENT = 1e9;

  private static final Pattern LATENCY =
      Pattern.compile("duration|latency|response|request|query|elapsed|wait");

  private static final Pattern LIFETIME =
      Pattern.compile("expir|_age|_ttl|uptime|remaining|lifetime");

  @Override
  public void look(WrittenRule rule, Report report) {
    for (Expr.Binary binary : Trees.all(rule.expr(), Expr.Binary.class)) {
      if (!binary.operator().isComparison()) {
        continue;
      }
      OptionalDouble right = Units.number(binary.right());
      OptionalDouble left = Units.number(binary.left());
      if (right.isPresent() && left.isEmpty()) {
        threshold(binary.left(), binary.right(), right.getAsDouble(), report);
      } else if (left.isPresent() && right.isEmpty()) {
        threshold(binary.right(), binary.left(), left.getAsDouble(), report);
      } else if (left.isEmpty()) {
        sides(binary, report);
      }
    }
  }

  private static void sides(Expr.Binary comparison, Report report) {
    Unit left = Units.of(comparison.left());
    Unit right = Units.of(comparison.right());
    boolean vectors =
        comparison.left().type() == ValueType.VECTOR
            || comparison.right().type() == ValueType.VECTOR;
    if (vectors && left != right && left.isPhysical() && right.isPhysical()) {
      Words what = Defect.UNIT_SLIP.what();
      report.add(
          Defect.UNIT_SLIP,
          "expr",
          new Words(
              what.zh()
                  .formatted(
                      Trees.shown(comparison.left()),
                      left.words().zh(),
                      Trees.shown(comparison.right()) + "（" + right.words().zh() + "）"),
              what.en()
                  .formatted(
                      Trees.shown(comparison.left()),
                      left.words().en(),
                      Trees.shown(comparison.right()) + " (" + right.words().en() + ")")),
          Defect.UNIT_SLIP.advice(),
          false);
    }
  }

  private static void threshold(Expr expr, Expr bound, double value, Report report) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return;
    }
    Unit unit = Units.of(expr);
    switch (unit) {
      case SECONDS -> {
        if (value >= LONGEST_LATENCY && isLatency(expr)) {
          slip(expr, unit, bound, value, value / 1000, report);
        }
      }
      case MILLISECONDS -> {
        if (value < SHORTEST_MILLIS) {
          slip(expr, unit, bound, value, value * 1000, report);
        }
      }
      case RATIO -> {
        double largest = isDivision(expr) ? LARGEST_SHARE : 1;
        if (value > largest && value <= 100 && !comparesWithItself(expr)) {
          slip(expr, unit, bound, value, value / 100, report);
        }
      }
      case PERCENT -> {
        if (value < 1) {
          slip(expr, unit, bound, value, value * 100, report);
        }
      }
      case BYTES -> {
        if (value <= 1) {
          slip(expr, unit, bound, value, Double.NaN, report);
        }
      }
      case MOMENT -> moment(expr, bound, value, report);
      case UNKNOWN, NUMBER, COUNT -> {}
      case PER_SECOND, SECONDS_PER_SECOND, BYTES_PER_SECOND -> {}
    }
  }

  private static void moment(Expr expr, Expr bound, double value, Report report) {
    if (value < EARLIEST_MOMENT) {
      report.mended(Defect.MOMENT_AS_AGE, Trees.shown(expr), Trees.shown(bound));
      report.corrections().wrap(expr.range(), "time() - ", "");
    }
  }

  private static void slip(
      Expr expr, Unit unit, Expr bound, double value, double meant, Report report) {
    Words what = Defect.UNIT_SLIP.what();
    boolean known = !Double.isNaN(meant);
    String shown = Trees.shown(expr);
    String wanted = known ? plain(meant) : "";
    report.add(
        Defect.UNIT_SLIP,
        "expr",
        new Words(
            what.zh().formatted(shown, unit.words().zh(), plain(value)),
            what.en().formatted(shown, unit.words().en(), plain(value))),
        known
            ? new Words("若要的是 " + wanted + "，改写阈值", "write " + wanted + " if that is what is meant")
            : new Words("若要的是占比，先除以总量", "divide by the whole if a share is meant"),
        known);
    if (known) {
      report.corrections().replace(bound.range(), wanted);
    }
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(12)).stripTrailingZeros().toPlainString();
  }

  private static boolean isLatency(Expr expr) {
    boolean quantile =
        Trees.all(expr, Expr.Call.class).stream()
            .anyMatch(call -> call.function().name().equals("histogram_quantile"));
    return Exprs.selectors(expr).stream()
        .map(Expr.VectorSelector::name)
        .anyMatch(
            name -> !LIFETIME.matcher(name).find() && (quantile || LATENCY.matcher(name).find()));
  }

  private static boolean isDivision(Expr expr) {
    return Trees.all(expr, Expr.Binary.class).stream()
        .anyMatch(binary -> binary.operator() == BinaryOperator.DIVIDE);
  }

  /// Such as `x / x offset 1w`: how many times as much, not a share.
  private static boolean comparesWithItself(Expr expr) {
    List<Expr.VectorSelector> all = Exprs.selectors(expr);
    return all.size() > 1
        && all.stream().map(Expr.VectorSelector::name).distinct().count() == 1
        && all.stream().map(Expr.VectorSelector::matchers).distinct().count() == 1;
  }
}
