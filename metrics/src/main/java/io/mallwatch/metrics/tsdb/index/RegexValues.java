package io.mallwatch.metrics.tsdb.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out which values an expression names when it names some and no more: literals, `a|b`,
/// groups, and characters in brackets. Not thread-safe.
final class RegexValues {

  /// Expressions that name more than this are left to the regular way.
  private static final int MOST = 512;

  private static final String SPECIAL = ".^$*+?()[]{}|\\";

  private final String regex;
  private int at;

  private RegexValues(String regex) {
    this.regex = regex;
  }

  /// The values that `regex` names; null when it is of another kind.
  static @Nullable List<String> of(String regex) {
    RegexValues reader = new RegexValues(regex);
    List<String> values = reader.alternatives();
    return values != null && reader.at == regex.length() ? values : null;
  }

  /// What `regex` says literally; null when there is anything special in it.
  static @Nullable String literal(String regex) {
    List<String> values = regex.indexOf('|') >= 0 ? null : of(regex);
    return values != null && values.size() == 1 ? values.getFirst() : null;
  }

  private @Nullable List<String> alternatives() {
    List<String> all = new ArrayList<>();
    while (true) {
      List<String> one = sequence();
      if (one == null || all.size() + one.size() > MOST) {
        return null;
      }
      all.addAll(one);
      if (at == regex.length() || regex.charAt(at) != '|') {
        return all;
      }
      at++;
    }
  }

  private @Nullable List<String> sequence() {
    List<String> heads = List.of("");
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      List<String> tails = item();
      if (tails == null
          || (at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0)
          || (long) heads.size() * tails.size() > MOST) {
        return null;
      }
      List<String> joined = new ArrayList<>(heads.size() * tails.size());
      for (String head : heads) {
        for (String tail : tails) {
          joined.add(head + tail);
        }
      }
      heads = joined;
    }
    return heads;
  }

  private @Nullable List<String> item() {
    char c = regex.charAt(at);
    if (c == '(') {
      return group();
    }
    if (c == '[') {
      return brackets();
    }
    if (c == '\\') {
      boolean plain = at + 1 < regex.length() && SPECIAL.indexOf(regex.charAt(at + 1)) >= 0;
      boolean dash = at + 1 < regex.length() && regex.charAt(at + 1) == '-';
      at += 2;
      return plain || dash ? List.of(regex.substring(at - 1, at)) : null;
    }
    if (SPECIAL.indexOf(c) >= 0) {
      return null;
    }
    int point = regex.codePointAt(at);
    at += Character.charCount(point);
    return List.of(Character.toString(point));
  }

  private @Nullable List<String> group() {
    at++;
    if (regex.startsWith("?:", at)) {
      at += 2;
    } else if (regex.startsWith("?", at)) {
      return null;
    }
    List<String> values = alternatives();
    if (values == null || at == regex.length() || regex.charAt(at) != ')') {
      return null;
    }
    at++;
    return values;
  }

  private @Nullable List<String> brackets() {
    int end = regex.indexOf(']', at);
    String inside = end < 0 ? "" : regex.substring(at + 1, end);
    boolean plain = !inside.isEmpty();
    for (int i = 0; i < inside.length(); i++) {
      plain &= Character.isLetterOrDigit(inside.charAt(i)) || inside.charAt(i) == '_';
    }
    if (!plain) {
      return null;
    }
    at = end + 1;
    return inside.codePoints().mapToObj(Character::toString).toList();
  }
}
