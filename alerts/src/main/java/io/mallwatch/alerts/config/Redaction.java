package io.mallwatch.alerts.config;

import io.mallwatch.alerts.yaml.YamlValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Remembers where the secrets of a file stand and writes the file without them.
final class Redaction {

  private static final String SECRET = "<secret>";

  /// @param from code points
  private record Span(int from, int to, String instead) {}

  private final List<Span> spans = new ArrayList<>();
  private boolean lost;

  /// The whole value is secret.
  void hide(YamlValue value) {
    replace(value, SECRET);
  }

  /// Of a URL only scheme, host and port may be seen.
  void hideUrl(YamlValue value, String url) {
    try {
      URI uri = URI.create(url);
      boolean plain =
          uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && (uri.getRawPath() == null || uri.getRawPath().length() <= 1);
      if (plain) {
        return;
      }
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      replace(value, '"' + uri.getScheme() + "://" + uri.getHost() + port + "/" + SECRET + '"');
    } catch (IllegalArgumentException _) {
      hide(value);
    }
  }

  private void replace(YamlValue value, String instead) {
    int[] span = value.span();
    if (span == null) {
      lost = true;
    } else {
      spans.add(new Span(span[0], span[1], instead));
    }
  }

  /// `text` without its secrets; nothing at all when a place is not known.
  String apply(String text) {
    if (lost) {
      return "";
    }
    spans.sort(Comparator.comparingInt(Span::from));
    StringBuilder out = new StringBuilder();
    int at = 0;
    int point = 0;
    for (Span span : spans) {
      int from = text.offsetByCodePoints(at, span.from - point);
      int to = text.offsetByCodePoints(from, span.to - span.from);
      out.append(text, at, from).append(span.instead);
      at = to;
      point = span.to;
    }
    return out.append(text.substring(at)).toString();
  }
}
