package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A text with `{{field}}` or `{{{field}}}` in it, which stand for the document's values.
final class Template {

  private record Part(String text, boolean field) {}

  private final List<Part> parts = new ArrayList<>();

  Template(String text) {
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf("{{", at);
      int close = open < 0 ? -1 : text.indexOf("}}", open);
      if (close < 0) {
        break;
      }
      boolean three = text.startsWith("{{{", open);
      int end = close + (three && text.startsWith("}}}", close) ? 3 : 2);
      if (open > at) {
        parts.add(new Part(text.substring(at, open), false));
      }
      parts.add(new Part(text.substring(open + (three ? 3 : 2), close).strip(), true));
      at = end;
    }
    if (at < text.length()) {
      parts.add(new Part(text.substring(at), false));
    }
  }

  /// The text for a document; fields that are not there are empty.
  String of(Document document) {
    if (parts.size() == 1 && !parts.getFirst().field()) {
      return parts.getFirst().text();
    }
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part.field()) {
        Object value = document.value(part.text());
        out.append(value == null ? "" : text(value));
      } else {
        out.append(part.text());
      }
    }
    return out.toString();
  }

  private static String text(Object value) {
    return value instanceof Map || value instanceof List
        ? JsonTree.write(value)
        : io.mallwatch.logs.query.LogFields.text(value);
  }

  /// The value with its templates filled in, at any depth.
  static @Nullable Object fill(@Nullable Object value, Document document) {
    return switch (value) {
      case String text when text.contains("{{") -> new Template(text).of(document);
      case List<?> list -> {
        List<@Nullable Object> filled = new ArrayList<>();
        list.forEach(item -> filled.add(fill(item, document)));
        yield filled;
      }
      case null, default -> Document.copyValue(value);
    };
  }
}
