package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes an ingest pipeline of the filter section of a Logstash configuration: grok, dissect, json,
/// kv, date, mutate, drop and `if`. What it does not know is refused with its line, never left out.
/// Not thread-safe.
public final class LogstashFilters {

  private static final Pattern REFERENCE = Pattern.compile("%\\{([^}]*)}");

  private final List<Object> processors = new ArrayList<>();
  private int choices;
  private String condition = "";

  private LogstashFilters() {}

  /// The definition of the pipeline that does the same.
  ///
  /// @throws BadPipelineException with the line of what cannot be done
  public static Map<String, @Nullable Object> read(String text) {
    LogstashFilters filters = new LogstashFilters();
    filters.all(new LogstashSyntax(text).read());
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    definition.put("description", "from a Logstash configuration");
    definition.put("processors", filters.processors);
    return definition;
  }

  private void all(List<LogstashSyntax.Node> nodes) {
    for (LogstashSyntax.Node node : nodes) {
      switch (node) {
        case LogstashSyntax.Node.Plugin plugin -> plugin(new Plugin(plugin));
        case LogstashSyntax.Node.Choice choice -> choice(choice);
      }
    }
  }

  /// The branch is chosen once, before any of its filters changes what the conditions look at.
  private void choice(LogstashSyntax.Node.Choice choice) {
    String outer = condition;
    String flag = "_ingest._branch_" + ++choices;
    String read = "ctx['" + flag + "']";
    add("set", Map.of("field", flag, "value", 0L), outer);
    int number = 0;
    for (LogstashSyntax.Branch branch : choice.branches()) {
      number++;
      String free = read + " == 0";
      String holds =
          branch.condition().isEmpty() ? free : free + " && (" + branch.condition() + ")";
      add("set", Map.of("field", flag, "value", (long) number), both(outer, holds));
    }
    number = 0;
    for (LogstashSyntax.Branch branch : choice.branches()) {
      number++;
      condition = both(outer, read + " == " + number);
      all(branch.body());
    }
    condition = outer;
  }

  private static String both(String outer, String inner) {
    return outer.isEmpty() ? inner : outer + " && " + inner;
  }

  private void add(String type, Map<String, ?> options, String when) {
    Map<String, Object> all = new LinkedHashMap<>(options);
    if (!when.isEmpty()) {
      all.put("if", when);
    }
    processors.add(Map.of(type, all));
  }

  private void add(String type, Map<String, ?> options) {
    add(type, options, condition);
  }

  private void plugin(Plugin plugin) {
    switch (plugin.name()) {
      case "grok" -> grok(plugin);
      case "dissect" -> dissect(plugin);
      case "json" -> json(plugin);
      case "kv" -> kv(plugin);
      case "date" -> date(plugin);
      case "mutate" -> mutate(plugin);
      case "drop" -> {
        add("drop", Map.of());
        plugin.done();
        return;
      }
      default ->
          throw plugin.wrong(
              "the plugin '"
                  + plugin.name()
                  + "' is not supported; grok, dissect, json, kv, date, mutate and drop are");
    }
    common(plugin);
    plugin.done();
  }

  /// What every filter may do when it succeeded.
  private void common(Plugin plugin) {
    String outer = condition;
    String tag = plugin.failureTag();
    if (!tag.isEmpty()) {
      condition = both(outer, "!ctx.tags.contains('" + tag.replace("'", "\\'") + "')");
    }
    plugin
        .map("add_field")
        .forEach((name, value) ->
            add("set", Map.of("field", field(name), "value", template(plugin, value))));
    List<String> tags = plugin.texts("add_tag");
    if (!tags.isEmpty()) {
      add("append", Map.of("field", "tags", "value", tags, "allow_duplicates", false));
    }
    List<String> gone = plugin.texts("remove_field").stream().map(LogstashFilters::field).toList();
    if (!gone.isEmpty()) {
      add("remove", Map.of("field", gone, "ignore_missing", true));
    }
    plugin.ignore("id");
    condition = outer;
  }

  private static Map<String, Object> onFailure(Map<String, Object> options, String tag) {
    options.put(
        "on_failure",
        List.of(
            Map.of(
                "append",
                Map.of("field", "tags", "value", List.of(tag), "allow_duplicates", false))));
    return options;
  }

  private void grok(Plugin plugin) {
    String tag = plugin.failure("_grokparsefailure");
    Map<String, String> own = plugin.map("pattern_definitions");
    plugin.ignore("overwrite");
    plugin
        .matches("match")
        .forEach((name, patterns) -> {
          Map<String, Object> options = new LinkedHashMap<>();
          options.put("field", field(name));
          options.put("patterns", patterns);
          if (!own.isEmpty()) {
            options.put("pattern_definitions", own);
          }
          add("grok", onFailure(options, tag));
        });
  }

  private void dissect(Plugin plugin) {
    String tag = plugin.failure("_dissectfailure");
    plugin
        .map("mapping")
        .forEach((name, pattern) -> {
          Map<String, Object> options = new LinkedHashMap<>();
          options.put("field", field(name));
          options.put("pattern", pattern);
          add("dissect", onFailure(options, tag));
        });
  }

  private void json(Plugin plugin) {
    String tag = plugin.failure("_jsonparsefailure");
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("field", field(plugin.text("source", "message")));
    String target = plugin.text("target", "");
    if (target.isEmpty()) {
      options.put("add_to_root", true);
    } else {
      options.put("target_field", field(target));
    }
    options.put("ignore_missing", true);
    plugin.ignore("skip_on_invalid_json");
    add("json", onFailure(options, tag));
  }

  private void kv(Plugin plugin) {
    String tag = plugin.failure("_kv_filter_error");
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("field", field(plugin.text("source", "message")));
    options.put("field_split", "[" + classOf(plugin.text("field_split", " ")) + "]+");
    options.put("value_split", "[" + classOf(plugin.text("value_split", "=")) + "]");
    for (String name : List.of("prefix", "trim_key", "trim_value")) {
      String value = plugin.text(name, "");
      if (!value.isEmpty()) {
        options.put(name, value);
      }
    }
    String target = plugin.text("target", "");
    if (!target.isEmpty()) {
      options.put("target_field", field(target));
    }
    for (String name : List.of("include_keys", "exclude_keys")) {
      List<String> keys = plugin.texts(name);
      if (!keys.isEmpty()) {
        options.put(name, keys);
      }
    }
    options.put("strip_brackets", true);
    options.put("ignore_missing", true);
    add("kv", onFailure(options, tag));
  }

  private static String classOf(String characters) {
    return characters.replace("]", "\\]").replace("[", "\\[").replace("^", "\\^");
  }

  private void date(Plugin plugin) {
    String tag = plugin.failure("_dateparsefailure");
    List<String> match = plugin.texts("match");
    if (match.size() < 2) {
      throw plugin.wrong("[match] of date needs a field and a format");
    }
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("field", field(match.getFirst()));
    options.put("formats", match.subList(1, match.size()));
    options.put("target_field", field(plugin.text("target", "@timestamp")));
    for (String name : List.of("timezone", "locale")) {
      String value = plugin.text(name, "");
      if (!value.isEmpty()) {
        options.put(name, value);
      }
    }
    add("date", onFailure(options, tag));
  }

  /// In the order in which Logstash does them, whatever order they are written in.
  private void mutate(Plugin plugin) {
    plugin
        .map("rename")
        .forEach((from, to) ->
            add(
                "rename",
                Map.of(
                    "field",
                    field(from),
                    "target_field",
                    field(to),
                    "ignore_missing",
                    true,
                    "override",
                    true)));
    plugin
        .map("update")
        .forEach((name, value) ->
            add(
                "set",
                Map.of("field", field(name), "value", template(plugin, value)),
                both(condition, "ctx['" + field(name) + "'] != null")));
    plugin
        .map("replace")
        .forEach((name, value) ->
            add("set", Map.of("field", field(name), "value", template(plugin, value))));
    plugin
        .map("convert")
        .forEach((name, type) ->
            add("convert", Map.of("field", field(name), "type", type, "ignore_missing", true)));
    List<String> gsub = plugin.texts("gsub");
    for (int i = 0; i + 2 < gsub.size(); i += 3) {
      add(
          "gsub",
          Map.of(
              "field",
              field(gsub.get(i)),
              "pattern",
              gsub.get(i + 1),
              "replacement",
              gsub.get(i + 2),
              "ignore_missing",
              true));
    }
    for (Map.Entry<String, String> one :
        Map.of("uppercase", "uppercase", "lowercase", "lowercase", "strip", "trim").entrySet()) {
      plugin
          .texts(one.getKey())
          .forEach(
              name -> add(one.getValue(), Map.of("field", field(name), "ignore_missing", true)));
    }
    plugin
        .map("split")
        .forEach((name, separator) ->
            add(
                "split",
                Map.of(
                    "field",
                    field(name),
                    "separator",
                    Pattern.quote(separator),
                    "ignore_missing",
                    true)));
    plugin
        .map("join")
        .forEach((name, separator) ->
            add(
                "join",
                Map.of("field", field(name), "separator", separator, "ignore_missing", true)));
    plugin
        .map("copy")
        .forEach((from, to) ->
            add(
                "set",
                Map.of("field", field(to), "copy_from", field(from), "ignore_empty_value", true)));
  }

  static String field(String name) {
    return ParseProcessors.fieldName(name);
  }

  /// `%{field}` is `{{field}}`.
  private static String template(Plugin plugin, String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> {
          if (found.group(1).startsWith("+")) {
            throw plugin.wrong("times in texts, %{" + found.group(1) + "}, are not supported");
          }
          return Matcher.quoteReplacement("{{" + field(found.group(1)) + "}}");
        });
  }

  /// A plugin whose options are taken one by one.
  private static final class Plugin {
    private final LogstashSyntax.Node.Plugin plugin;
    private final Set<String> left;
    private String tag = "";

    Plugin(LogstashSyntax.Node.Plugin plugin) {
      this.plugin = plugin;
      this.left = new LinkedHashSet<>(plugin.options().keySet());
    }

    String name() {
      return plugin.name();
    }

    String failure(String usual) {
      List<String> tags = texts("tag_on_failure");
      tag = tags.isEmpty() ? usual : tags.getFirst();
      return tag;
    }

    String failureTag() {
      return tag;
    }

    private @Nullable Object take(String option) {
      left.remove(option);
      return plugin.options().get(option);
    }

    void ignore(String option) {
      Object _ = take(option);
    }

    String text(String option, String absent) {
      return switch (take(option)) {
        case null -> absent;
        case String text -> text;
        default -> throw wrong("[" + option + "] must be a text");
      };
    }

    List<String> texts(String option) {
      return switch (take(option)) {
        case null -> List.of();
        case String text -> List.of(text);
        case List<?> list -> list.stream().map(String::valueOf).toList();
        default -> throw wrong("[" + option + "] must be a list");
      };
    }

    Map<String, String> map(String option) {
      Map<String, String> map = new LinkedHashMap<>();
      matches(option).forEach((name, values) -> map.put(name, values.getFirst()));
      return map;
    }

    /// A map, or a list that holds names and values in turn.
    Map<String, List<String>> matches(String option) {
      Map<String, List<String>> map = new LinkedHashMap<>();
      switch (take(option)) {
        case null -> {}
        case Map<?, ?> members ->
            members.forEach((name, value) ->
                map.put(
                    String.valueOf(name),
                    value instanceof List<?> list && !list.isEmpty()
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(value))));
        case List<?> list -> {
          for (int i = 0; i + 1 < list.size(); i += 2) {
            map.put(String.valueOf(list.get(i)), List.of(String.valueOf(list.get(i + 1))));
          }
        }
        default -> throw wrong("[" + option + "] must be a map");
      }
      return map;
    }

    void done() {
      if (!left.isEmpty()) {
        throw wrong("of " + name() + ", " + left + " is not supported");
      }
    }

    BadPipelineException wrong(String why) {
      return new BadPipelineException("", "line " + plugin.line() + ": " + why);
    }
  }
}
