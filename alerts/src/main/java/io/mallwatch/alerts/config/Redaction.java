package io.mallwatch.alerts.config;

import io.mallwatch.alerts.yaml.YamlValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Remembers where the secrets of a file stand and writes the file without them.
final class Redaction {

  private static final String SECRET = "<secret>";

  /// @param from code points
  private record Span(int from, int to, String instead) {}

  private final List<Span> spans = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private boolean lost;

  /// @param from where the value begins, in code points
  private record Entry(String key, int from, int to) {}

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

  /// The entry `key: value` of a block is left out whole; only a comment tells of it.
  void leaveOut(String key, YamlValue value) {
    int[] span = value.span();
    if (span == null) {
      lost = true;
    } else {
      entries.add(new Entry(key, span[0], span[1]));
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
    List<Span> all = new ArrayList<>(spans);
    for (Entry entry : entries) {
      Optional<Span> whole = whole(entry, text);
      whole.ifPresent(all::add);
      lost |= whole.isEmpty();
    }
    if (lost) {
      return "";
    }
    all.sort(Comparator.comparingInt(Span::from));
    StringBuilder out = new StringBuilder();
    int at = 0;
    int point = 0;
    for (Span span : all) {
      if (span.from < point) {
        continue; // inside of one that is gone
      }
      int from = text.offsetByCodePoints(at, span.from - point);
      int to = text.offsetByCodePoints(from, span.to - span.from);
      out.append(text, at, from).append(span.instead);
      at = to;
      point = span.to;
    }
    return out.append(text.substring(at)).toString();
  }

  /// The entry with its key, without the white space behind it; empty when it does not stand on
  /// lines of its own.
  private static Optional<Span> whole(Entry entry, String text) {
    int value = text.offsetByCodePoints(0, entry.from);
    int end = text.offsetByCodePoints(0, entry.to);
    while (end > value && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    int key = text.lastIndexOf(entry.key, value);
    int line = text.lastIndexOf('\n', key) + 1;
    if (key < 0 || !text.substring(line, key).matches("[ -]*[\"']?")) {
      return Optional.empty();
    }
    return Optional.of(
        new Span(
            text.codePointCount(0, key),
            text.codePointCount(0, end),
            "# " + entry.key + ": of Mallwatch"));
  }
}
