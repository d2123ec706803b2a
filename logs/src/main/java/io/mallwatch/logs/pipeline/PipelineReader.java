package io.mallwatch.logs.pipeline;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.opensearch.grok.MatcherWatchdog;

/// Makes a [Pipeline] of its JSON. Thread-safe.
final class PipelineReader {

  private static final int MAX_PROCESSORS = 500;

  private final InstantSource clock;
  private final MatcherWatchdog watchdog;
  private final Function<String, @Nullable Pipeline> pipelines;

  /// @param watchdog stops grok matches that take too long
  /// @param pipelines gives a pipeline by its name when one calls another
  PipelineReader(
      InstantSource clock,
      MatcherWatchdog watchdog,
      Function<String, @Nullable Pipeline> pipelines) {
    this.clock = clock;
    this.watchdog = watchdog;
    this.pipelines = pipelines;
  }

  /// @throws BadPipelineException when it cannot be used
  Pipeline read(String id, Map<String, ? extends @Nullable Object> definition) {
    for (String key : definition.keySet()) {
      if (!List.of(
              "description",
              "processors",
              "on_failure",
              "version",
              "_meta",
              "deprecated",
              "created_date",
              "modified_date",
              "created_date_millis",
              "modified_date_millis")
          .contains(key)) {
        throw new BadPipelineException(
            "",
            "pipeline doesn't support one or more provided configuration parameters [" + key + "]");
      }
    }
    if (!(definition.get("processors") instanceof List<?> list)) {
      throw new BadPipelineException("", "[processors] required property is missing");
    }
    if (list.size() > MAX_PROCESSORS) {
      throw new BadPipelineException(
          "", "[processors] at most " + MAX_PROCESSORS + " are possible");
    }
    List<Step> onFailure = List.of();
    if (definition.get("on_failure") instanceof List<?> handlers) {
      if (handlers.isEmpty()) {
        throw new BadPipelineException(
            "", "pipeline [" + id + "] cannot have an empty on_failure option defined");
      }
      onFailure = steps(handlers, 0);
    }
    return new Pipeline(
        id, new LinkedHashMap<>(definition), steps(list, 0), onFailure, new Counters());
  }

  private List<Step> steps(List<?> list, int depth) {
    List<Step> steps = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map) || map.size() != 1) {
        throw new BadPipelineException("", "each processor is an object with its type as only key");
      }
      Map.Entry<?, ?> one = map.entrySet().iterator().next();
      steps.add(step(String.valueOf(one.getKey()), one.getValue(), depth));
    }
    return steps;
  }

  private Step step(String type, @Nullable Object value, int depth) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new BadPipelineException(type, "property isn't a map");
    }
    if (depth > Pipeline.MAX_DEPTH) {
      throw new BadPipelineException(type, "handlers are nested too deep");
    }
    Options options = new Options(type, map);
    String tag = options.text("tag", "");
    options.textOrNull("description");
    boolean ignoreFailure = options.flag("ignore_failure", false);
    List<Step> onFailure = List.of();
    if (options.any("on_failure") instanceof List<?> handlers) {
      if (handlers.isEmpty()) {
        throw new BadPipelineException(type, "[on_failure] processors list cannot be empty");
      }
      onFailure = steps(handlers, depth + 1);
    }
    Condition condition = condition(options);
    Processor action = action(type, options, depth);
    options.close();
    return new Step(type, tag, condition, ignoreFailure, onFailure, action, new Counters());
  }

  private static @Nullable Condition condition(Options options) {
    if (options.has("if") && !(options.any("if") instanceof String)) {
      throw options.wrong("[if] must be a text; stored scripts are not supported");
    }
    String text = options.textOrNull("if");
    try {
      return text == null ? null : Condition.parse(text);
    } catch (BadPipelineException e) {
      throw options.wrong("[if] " + e.getMessage());
    }
  }

  private Processor action(String type, Options options, int depth) {
    return switch (type) {
      case "set" -> FieldProcessors.set(options);
      case "remove" -> FieldProcessors.remove(options);
      case "rename" -> FieldProcessors.rename(options);
      case "append" -> FieldProcessors.append(options);
      case "convert" -> FieldProcessors.convert(options);
      case "lowercase" -> TextProcessors.lowercase(options);
      case "uppercase" -> TextProcessors.uppercase(options);
      case "trim" -> TextProcessors.trim(options);
      case "gsub" -> TextProcessors.gsub(options);
      case "split" -> TextProcessors.split(options);
      case "join" -> TextProcessors.join(options);
      case "urldecode" -> TextProcessors.urldecode(options);
      case "grok" -> ParseProcessors.grok(options, watchdog);
      case "dissect" -> ParseProcessors.dissect(options);
      case "json" -> ParseProcessors.json(options);
      case "kv" -> ParseProcessors.kv(options);
      case "date" -> new DateProcessor(options, clock);
      case "drop" -> Document::drop;
      case "fail" -> FlowProcessors.fail(options);
      case "pipeline" -> FlowProcessors.pipeline(options, pipelines);
      case "foreach" -> FlowProcessors.foreach(options, inner(options, depth));
      case "reroute", "route" -> FlowProcessors.reroute(options);
      case "sample" -> FlowProcessors.sample(options);
      case "fingerprint" -> GuardProcessors.fingerprint(options);
      case "redact" -> GuardProcessors.redact(options, watchdog);
      case "script" ->
          throw options.wrong(
              "scripts are not run here; set, convert, gsub, drop and the like with an [if]"
                  + " do what most of them do");
      default ->
          throw new BadPipelineException("", "No processor type exists with name [" + type + "]");
    };
  }

  private Step inner(Options options, int depth) {
    if (options.any("processor") instanceof Map<?, ?> map && map.size() == 1) {
      return steps(List.of(map), depth + 1).getFirst();
    }
    throw options.wrong("[processor] Must specify exactly one processor type");
  }
}
