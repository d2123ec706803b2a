package io.mallwatch.ops.backup;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Which generations are kept: the newest ones, and the newest of each of so many days, weeks and
/// months. Whatever the numbers say, the newest backup stays, and so does the newest that was
/// proven good.
public record KeepPolicy(int last, int daily, int weekly, int monthly) {

  public static final KeepPolicy DEFAULT = new KeepPolicy(3, 7, 4, 6);

  /// A backup as the policy sees it.
  ///
  /// @param proven whether it was checked and found good
  public record Generation(String id, Instant at, boolean proven) {}

  /// Ids of those that may be deleted, oldest first.
  ///
  /// @param zone days, weeks and months begin there
  public List<String> expired(List<Generation> all, ZoneId zone) {
    List<Generation> newestFirst =
        all.stream().sorted(Comparator.comparing(Generation::at).reversed()).toList();
    Set<String> kept = new HashSet<>();
    newestFirst.stream().limit(Math.max(1, last)).forEach(one -> kept.add(one.id()));
    newestFirst.stream()
        .filter(Generation::proven)
        .findFirst()
        .ifPresent(one -> kept.add(one.id()));
    keepNewestOf(newestFirst, daily, kept, at -> at.atZone(zone).toLocalDate());
    keepNewestOf(newestFirst, weekly, kept, at -> week(at.atZone(zone)));
    keepNewestOf(
        newestFirst,
        monthly,
        kept,
        at -> at.atZone(zone).getYear() * 100 + at.atZone(zone).getMonthValue());
    return newestFirst.reversed().stream()
        .map(Generation::id)
        .filter(id -> !kept.contains(id))
        .toList();
  }

  private static int week(ZonedDateTime at) {
    return at.get(IsoFields.WEEK_BASED_YEAR) * 100 + at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private static void keepNewestOf(
      List<Generation> newestFirst, int most, Set<String> kept, Function<Instant, Object> bucket) {
    Set<Object> seen = new HashSet<>();
    for (Generation one : newestFirst) {
      if (seen.size() < most && seen.add(bucket.apply(one.at()))) {
        kept.add(one.id());
      }
    }
  }
}
