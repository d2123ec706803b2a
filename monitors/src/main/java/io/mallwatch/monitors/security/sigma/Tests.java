package io.mallwatch.monitors.security.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes tests of values and their modifiers.
final class Tests {

  private static final Set<String> KNOWN =
      Set.of(
          "contains",
          "startswith",
          "endswith",
          "all",
          "re",
          "i",
          "m",
          "s",
          "cidr",
          "exists",
          "gt",
          "gte",
          "lt",
          "lte",
          "windash",
          "cased");

  private Tests() {}

  /// @throws BadSigmaException for a modifier that is not understood
  static void check(List<String> modifiers, String where) {
    for (String modifier : modifiers) {
      if (!KNOWN.contains(modifier)) {
        throw new BadSigmaException(
            "%s: the modifier '%s' is not supported; %s are"
                .formatted(where, modifier, String.join(", ", KNOWN.stream().sorted().toList())));
      }
    }
  }

  /// A test of one value; null and an empty text ask for a field that has none, or an empty one.
  static SigmaRule.Test of(@Nullable Object value, List<String> modifiers, String where) {
    if (modifiers.contains("exists")) {
      boolean wanted = Boolean.TRUE.equals(value);
      return texts -> !texts.isEmpty() == wanted;
    }
    if (value == null) {
      return List::isEmpty;
    }
    Predicate<String> one = one(value, modifiers, where);
    return texts -> {
      for (String text : texts) {
        if (one.test(text)) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<String> one(Object value, List<String> modifiers, String where) {
    for (String modifier : modifiers) {
      switch (modifier) {
        case "gt", "gte", "lt", "lte" -> {
          return compare(modifier, value, where);
        }
        case "cidr" -> {
          return network(value.toString(), where);
        }
        case "re" -> {
          return expression(value.toString(), modifiers, where);
        }
        default -> {}
      }
    }
    return text(value.toString(), modifiers);
  }

  private static Predicate<String> compare(String how, Object value, String where) {
    double limit = number(value.toString());
    if (Double.isNaN(limit)) {
      throw new BadSigmaException("%s: '%s' needs a number".formatted(where, how));
    }
    return text -> {
      double given = number(text);
      return switch (how) {
        case "gt" -> given > limit;
        case "gte" -> given >= limit;
        case "lt" -> given < limit;
        default -> given <= limit;
      };
    };
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static Predicate<String> expression(String text, List<String> modifiers, String where) {
    int flags =
        (modifiers.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
            | (modifiers.contains("m") ? Pattern.MULTILINE : 0)
            | (modifiers.contains("s") ? Pattern.DOTALL : 0);
    try {
      Pattern pattern = Pattern.compile(text, flags);
      return given -> pattern.matcher(given).find();
    } catch (PatternSyntaxException e) {
      throw new BadSigmaException(
          "%s: the expression cannot be used (RE2): %s".formatted(where, e.getMessage()));
    }
  }

  private static Predicate<String> network(String text, String where) {
    int slash = text.indexOf('/');
    byte[] bytes = address(slash < 0 ? text : text.substring(0, slash));
    double prefix = slash < 0 ? bytes.length * 8 : number(text.substring(slash + 1));
    if (bytes.length == 0 || !(prefix >= 0 && prefix <= bytes.length * 8)) {
      throw new BadSigmaException(
          "%s: '%s' is no network such as 10.0.0.0/8".formatted(where, text));
    }
    return given -> {
      byte[] other = address(given);
      if (other.length != bytes.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((other[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    };
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static Predicate<String> text(String value, List<String> modifiers) {
    List<String> forms = new ArrayList<>(List.of(value));
    if (modifiers.contains("windash")) {
      forms.add(value.replace('-', '/'));
      forms.add(value.replace('/', '-'));
    }
    Predicate<String> any = plain(forms.getFirst(), modifiers);
    for (String form : forms.subList(1, forms.size())) {
      any = any.or(plain(form, modifiers));
    }
    return any;
  }

  private static Predicate<String> plain(String value, List<String> modifiers) {
    boolean cased = modifiers.contains("cased");
    boolean start = modifiers.contains("contains") || modifiers.contains("endswith");
    boolean end = modifiers.contains("contains") || modifiers.contains("startswith");
    if (value.indexOf('*') < 0 && value.indexOf('?') < 0 && value.indexOf('\\') < 0) {
      String wanted = cased ? value : value.toLowerCase(Locale.ROOT);
      return given -> {
        String text = cased ? given : given.toLowerCase(Locale.ROOT);
        return (start && end)
            ? text.contains(wanted)
            : start ? text.endsWith(wanted) : end ? text.startsWith(wanted) : text.equals(wanted);
      };
    }
    Pattern pattern =
        Pattern.compile(
            (start ? "" : "^") + wildcards(value) + (end ? "" : "$"),
            Pattern.DOTALL | (cased ? 0 : Pattern.CASE_INSENSITIVE));
    return given -> pattern.matcher(given).find();
  }

  /// `*` and `?` stand for any text and any character; a backslash before one of them, or before
  /// another backslash, takes its meaning away, and stands for itself otherwise.
  private static String wildcards(String value) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : 0;
      if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
        expression.append(Pattern.quote(String.valueOf(next)));
        i++;
      } else if (c == '*') {
        expression.append(".*");
      } else if (c == '?') {
        expression.append('.');
      } else {
        expression.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return expression.toString();
  }
}
