package io.mallwatch.doors.alertmanager;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.regex.Pattern;

/// Reads matchers as filters write them: `name="value"`, `name=~"a|b"`, quotes optional.
final class MatcherText {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(\"(?:\\\\.|[^\"\\\\])*\"|[^=!~\\s\"{}]+)\\s*(=~|!~|!=|=)\\s*"
              + "(\"(?:\\\\.|[^\"\\\\])*\"|[^\"]*?)\\s*",
          Pattern.DOTALL);

  private MatcherText() {}

  /// The matchers of all `filter` parameters.
  static List<Matcher> filters(Call call) {
    return call.params().all("filter").stream().map(MatcherText::parse).toList();
  }

  static Matcher parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new RefusedException(Problem.bad("bad matcher format: " + text));
    }
    Matcher.Type type =
        switch (form.group(2)) {
          case "=" -> Matcher.Type.EQUAL;
          case "!=" -> Matcher.Type.NOT_EQUAL;
          case "=~" -> Matcher.Type.REGEX;
          default -> Matcher.Type.NOT_REGEX;
        };
    try {
      return new Matcher(type, unquote(form.group(1)), unquote(form.group(3)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Problem.bad(String.valueOf(e.getMessage())));
    }
  }

  private static String unquote(String text) {
    if (!text.startsWith("\"")) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        out.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
