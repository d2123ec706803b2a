package io.mallwatch.logs.pipeline;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opensearch.dissect.DissectException;
import org.opensearch.dissect.DissectParser;
import org.opensearch.grok.Grok;
import org.opensearch.grok.MatcherWatchdog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processors that take a text apart: `grok`, `dissect`, `json`, `kv`.
final class ParseProcessors {

  private static final Logger logger = LoggerFactory.getLogger(ParseProcessors.class);
  private static final int MAX_PATTERNS = 200;

  private ParseProcessors() {}

  /// @param watchdog stops matches that take too long
  static Processor grok(Options options, MatcherWatchdog watchdog) {
    String field = options.text("field");
    List<Grok> groks = groks(options, watchdog);
    boolean ignoreMissing = options.flag("ignore_missing", false);
    boolean trace = options.flag("trace_match", false);
    return document -> {
      Object value = document.value(field);
      if (value == null) {
        if (ignoreMissing) {
          return;
        }
        throw FieldProcessors.missing(field);
      }
      String text = TextProcessors.text(value);
      for (int i = 0; i < groks.size(); i++) {
        Map<String, Object> captures = captures(groks.get(i), text);
        if (captures != null) {
          captures.forEach(
              (name, found) -> document.set(fieldName(name), Document.copyValue(found)));
          if (trace) {
            document.ingest().put("_grok_match_index", Integer.toString(i));
          }
          return;
        }
      }
      throw new ProcessingFailedException(
          "Provided Grok expressions do not match field value: [" + shown(text) + "]");
    };
  }

  static List<Grok> groks(Options options, MatcherWatchdog watchdog) {
    List<String> patterns = options.texts("patterns");
    if (patterns.isEmpty() || patterns.size() > MAX_PATTERNS) {
      throw options.wrong("[patterns] must hold 1 to " + MAX_PATTERNS + " patterns");
    }
    Map<String, String> bank = new LinkedHashMap<>(Grok.BUILTIN_PATTERNS);
    bank.putAll(options.map("pattern_definitions"));
    options.textOrNull("ecs_compatibility");
    List<Grok> groks = new ArrayList<>();
    for (String pattern : patterns) {
      try {
        groks.add(new Grok(bank, pattern, watchdog, line -> logger.debug("event=grok {}", line)));
      } catch (
          RuntimeException e) { // joni's exceptions and those of Grok have no root of their own
        throw options.wrong(
            "[patterns] Invalid regex pattern found in: [" + pattern + "]. " + e.getMessage());
      }
    }
    return groks;
  }

  /// What a pattern finds; null when it does not match.
  static @Nullable Map<String, Object> captures(Grok grok, String text) {
    try {
      return grok.captures(text);
    } catch (RuntimeException e) { // it throws just that when the watchdog stopped it
      throw new ProcessingFailedException(String.valueOf(e.getMessage()));
    }
  }

  /// `[a][b]`, as Logstash writes fields, is `a.b`.
  static String fieldName(String name) {
    return name.startsWith("[") && name.endsWith("]")
        ? name.substring(1, name.length() - 1).replace("][", ".")
        : name;
  }

  static Processor dissect(Options options) {
    String field = options.text("field");
    String pattern = options.text("pattern");
    boolean ignoreMissing = options.flag("ignore_missing", false);
    DissectParser parser;
    try {
      parser = new DissectParser(pattern, options.text("append_separator", ""));
    } catch (DissectException e) {
      throw options.wrong(String.valueOf(e.getMessage()));
    }
    return document -> {
      Object value = document.value(field);
      if (value == null) {
        if (ignoreMissing) {
          return;
        }
        throw FieldProcessors.missing(field);
      }
      try {
        parser.parse(TextProcessors.text(value)).forEach(document::set);
      } catch (DissectException e) {
        throw new ProcessingFailedException(String.valueOf(e.getMessage()));
      }
    };
  }

  static Processor json(Options options) {
    String field = options.text("field");
    String target = options.text("target_field", field);
    boolean toRoot = options.flag("add_to_root", false);
    boolean merge = options.text("add_to_root_conflict_strategy", "replace").equals("merge");
    boolean ignoreMissing = options.flag("ignore_missing", false);
    options.flag("allow_duplicate_keys", false);
    options.flag("strict_json_parsing", true);
    if (toRoot && options.has("target_field")) {
      throw options.wrong(
          "[target_field] Cannot set a target field while also setting `add_to_root`");
    }
    return document -> {
      Object value = document.value(field);
      if (value == null && ignoreMissing) {
        return;
      }
      if (value == null) {
        throw FieldProcessors.missing(field);
      }
      Object tree;
      try {
        tree = JsonTree.read(TextProcessors.text(value));
      } catch (IOException e) {
        throw new ProcessingFailedException("field [" + field + "] is no JSON: " + e.getMessage());
      }
      if (!toRoot) {
        document.set(target, tree);
      } else if (tree instanceof Map<?, ?> map) {
        addToRoot(document.source(), map, merge);
      } else {
        throw new ProcessingFailedException("cannot add non-map fields to root of document");
      }
    };
  }

  @SuppressWarnings("unchecked") // maps of documents have text keys
  private static void addToRoot(Map<String, @Nullable Object> root, Map<?, ?> map, boolean merge) {
    map.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (merge && root.get(name) instanceof Map<?, ?> old && value instanceof Map<?, ?> more) {
        addToRoot((Map<String, @Nullable Object>) old, more, true);
      } else {
        root.put(name, value);
      }
    });
  }

  static Processor kv(Options options) {
    String field = options.text("field");
    Pattern pairs = TextProcessors.pattern(options, "field_split");
    Pattern sides = TextProcessors.pattern(options, "value_split");
    String target = options.textOrNull("target_field");
    String prefix = options.text("prefix", "");
    List<String> include = options.texts("include_keys");
    List<String> exclude = options.texts("exclude_keys");
    String trimKey = options.text("trim_key", "");
    String trimValue = options.text("trim_value", "");
    boolean strip = options.flag("strip_brackets", false);
    boolean ignoreMissing = options.flag("ignore_missing", false);
    return document -> {
      Object value = document.value(field);
      if (value == null && ignoreMissing) {
        return;
      }
      if (value == null) {
        throw FieldProcessors.missing(field);
      }
      for (String pair : pairs.split(TextProcessors.text(value))) {
        String[] both = sides.split(pair, 2);
        if (both.length != 2) {
          throw new ProcessingFailedException(
              "field [" + field + "] does not contain value_split [" + sides + "]");
        }
        String key = trimmed(both[0], trimKey);
        if ((include.isEmpty() || include.contains(key)) && !exclude.contains(key)) {
          String path = (target == null ? "" : target + ".") + prefix + key;
          String one = trimmed(both[1], trimValue);
          add(document, path, strip ? stripped(one) : one);
        }
      }
    };
  }

  /// A key that comes again makes a list.
  private static void add(Document document, String path, String value) {
    if (document.value(path) == null) {
      document.set(path, value);
    } else {
      document.append(path, List.of(value), true);
    }
  }

  private static String trimmed(String text, String characters) {
    int from = 0;
    int to = text.length();
    while (from < to && characters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static String stripped(String text) {
    if (text.length() < 2) {
      return text;
    }
    int open = "([<\"'".indexOf(text.charAt(0));
    return open >= 0 && text.charAt(text.length() - 1) == ")]>\"'".charAt(open)
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static String shown(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500) + "...";
  }
}
