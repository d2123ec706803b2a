package io.mallwatch.logs.pipeline;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Processors that change one text: `lowercase`, `uppercase`, `trim`, `gsub`, `split`, `join`,
/// `urldecode`. A list is changed item by item.
final class TextProcessors {

  private TextProcessors() {}

  static Processor lowercase(Options options) {
    return each(options, value -> text(value).toLowerCase(Locale.ROOT));
  }

  static Processor uppercase(Options options) {
    return each(options, value -> text(value).toUpperCase(Locale.ROOT));
  }

  static Processor trim(Options options) {
    return each(options, value -> text(value).strip());
  }

  static Processor urldecode(Options options) {
    return each(
        options,
        value -> {
          try {
            return URLDecoder.decode(text(value), StandardCharsets.UTF_8);
          } catch (IllegalArgumentException e) {
            throw new ProcessingFailedException("not URL-encoded: " + value);
          }
        });
  }

  static Processor gsub(Options options) {
    Pattern pattern = pattern(options, "pattern");
    String replacement = options.text("replacement");
    try {
      boolean _ = pattern.matcher("").replaceAll(replacement).isEmpty();
    } catch (RuntimeException e) {
      throw options.wrong("[replacement] " + e.getMessage());
    }
    return each(
        options,
        value -> {
          try {
            return pattern.matcher(text(value)).replaceAll(replacement);
          } catch (IndexOutOfBoundsException e) {
            throw new ProcessingFailedException("replacement [" + replacement + "] names no group");
          }
        });
  }

  static Processor split(Options options) {
    Pattern separator = pattern(options, "separator");
    boolean trailing = options.flag("preserve_trailing", false);
    return whole(
        options,
        value ->
            new ArrayList<Object>(Arrays.asList(separator.split(text(value), trailing ? -1 : 0))));
  }

  static Processor join(Options options) {
    String separator = options.text("separator");
    return whole(
        options,
        value -> {
          if (!(value instanceof List<?> list)) {
            throw new ProcessingFailedException("[" + value + "] is no list");
          }
          return String.join(separator, list.stream().map(TextProcessors::plain).toList());
        });
  }

  /// A processor that changes one field's value, or each value of its list, into another.
  static Processor each(Options options, Function<Object, Object> change) {
    return whole(
        options,
        value -> {
          if (!(value instanceof List<?> list)) {
            return change.apply(value);
          }
          List<@Nullable Object> changed = new ArrayList<>(list.size());
          for (Object item : list) {
            changed.add(item == null ? null : change.apply(item));
          }
          return changed;
        });
  }

  private static Processor whole(Options options, Function<Object, Object> change) {
    String field = options.text("field");
    String target = options.text("target_field", field);
    boolean ignoreMissing = options.flag("ignore_missing", false);
    return document -> {
      Object value = document.value(field);
      if (value != null) {
        document.set(target, change.apply(value));
      } else if (!ignoreMissing) {
        throw FieldProcessors.missing(field);
      }
    };
  }

  /// The value as text, if it is one.
  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Map || value instanceof List) {
      throw new ProcessingFailedException("[" + value + "] is no text");
    }
    return io.mallwatch.logs.query.LogFields.text(value);
  }

  private static String plain(@Nullable Object value) {
    return value == null ? "null" : io.mallwatch.logs.query.LogFields.text(value);
  }

  /// A pattern that takes linear time, whatever it is matched with.
  static Pattern pattern(Options options, String name) {
    try {
      return Pattern.compile(options.text(name));
    } catch (PatternSyntaxException e) {
      throw options.wrong("[" + name + "] Invalid regex pattern. " + e.getMessage());
    }
  }
}
