package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Processors that set, move, take away and convert whole values: `set`, `remove`, `rename`,
/// `append`, `convert`.
final class FieldProcessors {

  private FieldProcessors() {}

  static Processor set(Options options) {
    Template field = new Template(options.text("field"));
    String copyFrom = options.textOrNull("copy_from");
    boolean override = options.flag("override", true);
    boolean ignoreEmpty = options.flag("ignore_empty_value", false);
    options.any("media_type");
    if (copyFrom == null && !options.has("value")) {
      throw options.wrong("[value] required property is missing");
    }
    Object value = options.any("value");
    return document -> {
      String path = field.of(document);
      Object filled =
          copyFrom == null
              ? Template.fill(value, document)
              : Document.copyValue(document.value(copyFrom));
      if (ignoreEmpty && (filled == null || filled.equals(""))) {
        return;
      }
      if (override || document.value(path) == null) {
        document.set(path, filled);
      }
    };
  }

  static Processor remove(Options options) {
    List<Template> fields = options.texts("field").stream().map(Template::new).toList();
    List<String> keep = options.texts("keep");
    boolean ignoreMissing = options.flag("ignore_missing", false);
    if (fields.isEmpty() == keep.isEmpty()) {
      throw options.wrong("one of [field] and [keep] is needed");
    }
    return document -> {
      for (Template field : fields) {
        String path = field.of(document);
        if (!document.remove(path) && !ignoreMissing) {
          throw missing(path);
        }
      }
      if (!keep.isEmpty()) {
        for (String name : new ArrayList<>(document.source().keySet())) {
          if (keep.stream().noneMatch(kept -> kept.equals(name) || kept.startsWith(name + "."))) {
            document.source().remove(name);
          }
        }
      }
    };
  }

  static Processor rename(Options options) {
    Template from = new Template(options.text("field"));
    Template to = new Template(options.text("target_field"));
    boolean ignoreMissing = options.flag("ignore_missing", false);
    boolean override = options.flag("override", false);
    return document -> {
      String path = from.of(document);
      if (!document.has(path)) {
        if (ignoreMissing) {
          return;
        }
        throw new ProcessingFailedException("field [" + path + "] doesn't exist");
      }
      String target = to.of(document);
      if (document.has(target) && !override) {
        throw new ProcessingFailedException("field [" + target + "] already exists");
      }
      Object value = document.value(path);
      document.remove(path);
      document.set(target, value);
    };
  }

  static Processor append(Options options) {
    Template field = new Template(options.text("field"));
    boolean duplicates = options.flag("allow_duplicates", true);
    if (!options.has("value")) {
      throw options.wrong("[value] required property is missing");
    }
    Object value = options.any("value");
    return document -> {
      Object filled = Template.fill(value, document);
      List<?> values =
          filled instanceof List<?> list ? list : filled == null ? List.of() : List.of(filled);
      document.append(field.of(document), values, duplicates);
    };
  }

  static Processor convert(Options options) {
    String type = options.text("type").toLowerCase(Locale.ROOT);
    if (!List.of("integer", "long", "float", "double", "string", "boolean", "auto", "ip")
        .contains(type)) {
      throw options.wrong("[type] type [" + type + "] not supported, cannot convert field to it");
    }
    return TextProcessors.each(options, value -> convert(value, type));
  }

  private static Object convert(Object value, String type) {
    String text = io.mallwatch.logs.query.LogFields.text(value).strip();
    return switch (type) {
      case "integer", "long" -> whole(text, value, type);
      case "float", "double" -> {
        Double number = decimal(text);
        if (number == null) {
          throw unconverted(value, type);
        }
        yield number;
      }
      case "boolean" -> {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
          throw unconverted(value, type);
        }
        yield text.equalsIgnoreCase("true");
      }
      case "string" -> value instanceof Map ? JsonTree.write(value) : text;
      case "ip" -> {
        if (!text.matches("[0-9a-fA-F:.]{2,45}") || (!text.contains(".") && !text.contains(":"))) {
          throw unconverted(value, type);
        }
        yield text;
      }
      default -> auto(text, value);
    };
  }

  private static Long whole(String text, Object value, String type) {
    try {
      long number = text.startsWith("0x") ? Long.decode(text) : Long.parseLong(text);
      if (type.equals("long") || number == (int) number) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw unconverted(value, type);
  }

  private static @Nullable Double decimal(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Object auto(String text, Object value) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      Double number = decimal(text);
      return number == null ? value : number;
    }
  }

  private static ProcessingFailedException unconverted(Object value, String type) {
    return new ProcessingFailedException("unable to convert [" + value + "] to " + type);
  }

  static ProcessingFailedException missing(String path) {
    return new ProcessingFailedException(
        "field [" + path + "] not present as part of path [" + path + "]");
  }
}
