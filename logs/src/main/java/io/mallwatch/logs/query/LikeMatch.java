package io.mallwatch.logs.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.BadQueryException;
import java.util.Locale;
import java.util.function.Predicate;

/// Whether a text is like a pattern, in time proportional to the text.
public final class LikeMatch {

  private static final int MAX_PATTERN = 1_000;

  private LikeMatch() {}

  /// @param ignoreCase whether capital and small letters are the same
  /// @throws BadQueryException when the pattern cannot be read
  public static Predicate<String> of(LogFilter.Like like, boolean ignoreCase) {
    if (like.pattern().length() > MAX_PATTERN) {
      throw new BadQueryException("a pattern has at most %d characters".formatted(MAX_PATTERN));
    }
    return switch (like.form()) {
      case WILDCARD -> regex(wildcard(like.pattern()), ignoreCase);
      case REGEXP -> regex(like.pattern(), ignoreCase);
      case FUZZY -> {
        String wanted = ignoreCase ? like.pattern().toLowerCase(Locale.ROOT) : like.pattern();
        yield text ->
            within(ignoreCase ? text.toLowerCase(Locale.ROOT) : text, wanted, like.edits());
      }
    };
  }

  private static Predicate<String> regex(String regex, boolean ignoreCase) {
    try {
      Pattern pattern =
          Pattern.compile(regex, Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
      return pattern::matches;
    } catch (PatternSyntaxException e) {
      throw new BadQueryException(
          "[%s] is no regular expression: %s".formatted(regex, e.getDescription()));
    }
  }

  private static String wildcard(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /// The characters of a wildcard pattern before the first that may be anything.
  public static String start(LogFilter.Like like) {
    if (like.form() != LogFilter.Form.WILDCARD) {
      return "";
    }
    int end = 0;
    while (end < like.pattern().length() && "*?\\".indexOf(like.pattern().charAt(end)) < 0) {
      end++;
    }
    return like.pattern().substring(0, end);
  }

  /// Whether one text becomes the other by at most `edits` changes (optimal string alignment).
  static boolean within(String left, String right, int edits) {
    if (Math.abs(left.length() - right.length()) > edits) {
      return false;
    }
    int[] beforeLast = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > edits) {
        return false;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[right.length()] <= edits;
  }
}
