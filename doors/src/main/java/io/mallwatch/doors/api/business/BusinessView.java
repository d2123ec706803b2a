package io.mallwatch.doors.api.business;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The business in figures.
public interface BusinessView {

  /// All figures as of `at`, or as of now when it is null.
  Board figures(@Nullable Instant at);

  /// Whether the books are sound, and when they were not.
  Ledger ledger();

  /// What the time from `from` to `to` cost; to now when `to` is null.
  Cost cost(Instant from, @Nullable Instant to);

  /// What the incident has cost so far, or until it was resolved; empty when there is no such
  /// incident.
  Optional<Cost> cost(String incident);

  /// How the service level objectives stand as of `at`, or as of now when it is null.
  List<Objective> objectives(@Nullable Instant at);

  /// @param objective share of events that must go well
  /// @param window what the budget is for, such as `30d`
  /// @param errors share of the window's events that went wrong; null without events
  /// @param left share of the budget that is left, below 0 when overspent; null without events
  /// @param burn1h how many times faster than allowed it burns, over an hour; null without events
  /// @param burn1d the same over a day
  record Objective(
      String name,
      double objective,
      String window,
      @Nullable Double errors,
      @Nullable Double left,
      @Nullable Double burn1h,
      @Nullable Double burn1d,
      String query) {}

  /// What turnover is to be expected from `at` on, or from now on when it is null.
  Outlook forecast(@Nullable Instant at);

  /// @param points `[epochMillis, yuan]` of the hours to come; empty when it is not shown
  /// @param next24h yuan; null when it is not shown
  /// @param error share of error in the back-test; null when it could not be tested
  /// @param reason why it is not shown; null when it is
  record Outlook(
      List<double[]> points,
      @Nullable Double next24h,
      @Nullable Double error,
      @Nullable String reason,
      String query) {}

  /// The same in Chinese and in English.
  record Text(String zh, String en) {}

  /// @param database how the mall's database stands
  record Board(Instant asOf, Database database, List<Figure> figures) {}

  /// @param where address without secrets; empty when not configured
  /// @param lastAsked null before the first time
  /// @param answers whether it answered the last round
  record Database(boolean configured, String where, @Nullable Instant lastAsked, boolean answers) {}

  /// @param group `users` or `transactions`
  /// @param unit `count`, `ratio`, `yuan`, `points`, `seconds` or `per_user`
  /// @param window `now`, `15m`, `24h` or `30d`
  /// @param source where `value` comes from: `database`, `metrics` or `none`
  /// @param value null when missing or when there are parts
  /// @param parts values by what they are of
  /// @param series under which it is recorded
  /// @param difference between both ways as a share of the greater; null when not comparable
  record Figure(
      String id,
      String requirement,
      String group,
      String unit,
      String window,
      Text name,
      Text formula,
      Text zero,
      Text missing,
      String source,
      @Nullable Double value,
      List<Share> parts,
      String series,
      @Nullable Way database,
      @Nullable Way metrics,
      @Nullable Double difference) {}

  /// A part of a figure.
  record Share(String name, double value) {}

  /// What one way gave.
  ///
  /// @param reason why it gave nothing; null when it did
  record Way(@Nullable Double value, @Nullable String reason, String query, Instant at) {}

  /// @param breaches newest first
  record Ledger(Database database, List<Check> checks, List<Breach> breaches) {}

  /// @param state `holds`, `broken` or `unchecked`
  record Check(
      String id,
      Text name,
      Text rule,
      String state,
      Instant at,
      int offending,
      double difference,
      List<Map<String, String>> rows,
      @Nullable String reason,
      String query) {}

  /// @param mended null while it is broken
  record Breach(
      long id,
      String invariant,
      Instant firstSeen,
      Instant lastSeen,
      @Nullable Instant mended,
      int offending,
      double difference,
      List<Map<String, String>> rows) {}

  /// Amounts are yuan; what is null is unknown, and `reason` says why.
  ///
  /// @param weeks what came in at the same hours one, two, ... weeks before
  record Cost(
      Instant from,
      Instant to,
      @Nullable Double actual,
      @Nullable Double expected,
      @Nullable Double lower,
      @Nullable Double upper,
      @Nullable Double loss,
      @Nullable Double lostOrders,
      @Nullable Double perMinute,
      double[] weeks,
      double growth,
      @Nullable String reason,
      String query,
      Text formula) {}
}
