package io.mallwatch.alerts.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions on text that rules and notifications share.
final class TextFunctions {

  private TextFunctions() {}

  static Map<String, Template.Function> all() {
    Map<String, Template.Function> all = new HashMap<>();
    all.put("toUpper", a -> text(a, 0, 1).toUpperCase(Locale.ROOT));
    all.put("toLower", a -> text(a, 0, 1).toLowerCase(Locale.ROOT));
    all.put("title", a -> title(text(a, 0, 1)));
    all.put("match", a -> compile(text(a, 0, 2)).matcher(text(a, 1, 2)).find());
    all.put("reReplaceAll", a -> replaceAll(text(a, 0, 3), text(a, 1, 3), text(a, 2, 3)));
    all.put("safeHtml", a -> new SafeText(text(a, 0, 1)));
    all.put("humanizeDuration", a -> Humanize.duration(number(a)));
    return all;
  }

  /// Argument `index` of `count`, which must be text.
  static String text(List<@Nullable Object> arguments, int index, int count) {
    if (arguments.size() != count) {
      throw new TemplateException(
          "wrong number of args: want %d got %d".formatted(count, arguments.size()));
    }
    return switch (arguments.get(index)) {
      case String text -> text;
      case SafeText safe -> safe.text();
      case null -> "";
      default ->
          throw new TemplateException(
              "wrong type for value; expected string; got "
                  + GoPrint.typeName(arguments.get(index)));
    };
  }

  /// The only argument as a number.
  static double number(List<@Nullable Object> arguments) {
    if (arguments.size() != 1) {
      throw new TemplateException("wrong number of args: want 1 got " + arguments.size());
    }
    return Humanize.number(arguments.getFirst());
  }

  /// Each word with a capital, the rest as it was.
  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    int before = ' ';
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean inWord = Character.isLetterOrDigit(before) || before == '_' || before == '\'';
      out.appendCodePoint(inWord ? c : Character.toTitleCase(c));
      before = c;
      i += Character.charCount(c);
    }
    return out.toString();
  }

  static Pattern compile(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new TemplateException("error parsing regexp: " + e.getMessage());
    }
  }

  /// Go's `Regexp.ReplaceAllString`: `$1`, `$name` and `${name}` in the replacement.
  static String replaceAll(String expression, String replacement, String text) {
    Pattern pattern = compile(expression);
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(text, end, matcher.start());
      expand(replacement, matcher, pattern, out);
      end = matcher.end();
    }
    return out.append(text.substring(end)).toString();
  }

  private static void expand(
      String replacement, Matcher matcher, Pattern pattern, StringBuilder out) {
    int i = 0;
    while (i < replacement.length()) {
      char c = replacement.charAt(i++);
      if (c != '$' || i >= replacement.length()) {
        out.append(c);
        continue;
      }
      if (replacement.charAt(i) == '$') {
        out.append('$');
        i++;
        continue;
      }
      boolean braces = replacement.charAt(i) == '{';
      int from = braces ? i + 1 : i;
      int to = from;
      while (to < replacement.length()
          && (Character.isLetterOrDigit(replacement.charAt(to)) || replacement.charAt(to) == '_')) {
        to++;
      }
      boolean closed = !braces || (to < replacement.length() && replacement.charAt(to) == '}');
      if (from == to || !closed) {
        out.append(c);
        continue;
      }
      out.append(group(replacement.substring(from, to), matcher, pattern));
      i = braces ? to + 1 : to;
    }
  }

  /// A group that does not exist or did not take part is empty.
  private static String group(String name, Matcher matcher, Pattern pattern) {
    Integer index = pattern.namedGroups().get(name);
    if (name.chars().allMatch(Character::isDigit) && name.length() < 9) {
      index = Integer.valueOf(name);
    }
    if (index == null || index > matcher.groupCount()) {
      return "";
    }
    String group = matcher.group(index);
    return group == null ? "" : group;
  }
}
