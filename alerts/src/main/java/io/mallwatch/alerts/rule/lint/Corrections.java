package io.mallwatch.alerts.rule.lint;

import io.mallwatch.metrics.promql.syntax.TextRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Changes to the text of one expression, by their places in the unchanged text. What is wrapped
/// later goes around what was wrapped before.
final class Corrections {

  /// Order of changes at one place.
  private enum Kind {
    CLOSE,
    OPEN,
    REPLACE
  }

  private record Edit(int at, Kind kind, int order, int end, String text) {}

  private static final Comparator<Edit> ORDER =
      Comparator.comparingInt(Edit::at)
          .thenComparing(Edit::kind)
          .thenComparingInt(edit -> edit.kind == Kind.OPEN ? -edit.order : edit.order);

  private final List<Edit> edits = new ArrayList<>();

  void wrap(TextRange range, String before, String after) {
    edits.add(new Edit(range.start(), Kind.OPEN, edits.size(), range.start(), before));
    edits.add(new Edit(range.end(), Kind.CLOSE, edits.size(), range.end(), after));
  }

  void replace(TextRange range, String text) {
    edits.add(new Edit(range.start(), Kind.REPLACE, edits.size(), range.end(), text));
  }

  /// `source` with all changes; empty when there are none or two contradict each other.
  Optional<String> apply(String source) {
    if (edits.isEmpty()) {
      return Optional.empty();
    }
    edits.sort(ORDER);
    StringBuilder out = new StringBuilder();
    int done = 0;
    for (Edit edit : edits) {
      if (edit.at < done) {
        return Optional.empty();
      }
      out.append(source, done, edit.at).append(edit.text);
      done = edit.end;
    }
    return Optional.of(out.append(source, done, source.length()).toString());
  }
}
