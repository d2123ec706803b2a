package io.mallwatch.logs;

import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lines that say the same with other values, as one pattern each. Methods are quick and may be
/// called from any thread.
public interface LogPatterns {

  /// Name, in an entry's data, of the id of its pattern.
  String FIELD = "_pattern";

  /// Patterns with at least one line in the range, by the query's order.
  Page patterns(Query query);

  /// One pattern and its line over time; a former id finds the pattern it became part of.
  ///
  /// @param points how many equal parts the range is cut into
  Optional<Seen> history(String id, TimeRange range, int points);

  /// When patterns began to be watched; what was first seen right after it need not be new.
  Instant since();

  /// What comes first.
  enum Order {
    /// The most lines in the range.
    COUNT,
    /// The latest first seen.
    NEW
  }

  /// @param services only these; all when empty
  /// @param levels only these; all when empty
  /// @param text only patterns with this in their template, whatever case; all when empty
  /// @param points how many parts the range is cut into for the trend
  record Query(
      TimeRange range,
      Set<String> services,
      Set<LogLevel> levels,
      String text,
      Order order,
      int limit,
      int points) {
    public Query {
      services = Set.copyOf(services);
      levels = Set.copyOf(levels);
    }
  }

  /// @param total how many patterns there would be without the limit
  /// @param since when patterns began to be watched; what was first seen right after it need not be
  ///   new
  record Page(List<Seen> patterns, int total, Instant since) {
    public Page {
      patterns = List.copyOf(patterns);
    }
  }

  /// A pattern.
  ///
  /// @param id the value of `data._pattern` of its lines
  /// @param formerIds what earlier lines of it carry, from before it was known that they belong
  ///   together
  /// @param template the words, with `<*>` for values
  /// @param example one line, masked
  /// @param total lines since it was first seen
  record Pattern(
      String id,
      List<String> formerIds,
      String service,
      LogLevel level,
      String template,
      String example,
      long total,
      Instant firstSeen,
      Instant lastSeen) {
    public Pattern {
      formerIds = List.copyOf(formerIds);
    }
  }

  /// A pattern in a range of time.
  ///
  /// @param count its lines in the range; minutes are exact for a day back, hours for a week
  /// @param trend lines in each part of the range, oldest first
  record Seen(Pattern pattern, long count, List<Long> trend) {
    public Seen {
      trend = List.copyOf(trend);
    }
  }
}
