package io.mallwatch.logs.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Processors that decide where documents go: `drop`, `fail`, `pipeline`, `foreach`, `reroute`,
/// `sample`.
final class FlowProcessors {

  private static final double SPAN = 1L << 32;

  private FlowProcessors() {}

  static Processor fail(Options options) {
    Template message = new Template(options.text("message"));
    return document -> {
      throw new ProcessingFailedException(message.of(document));
    };
  }

  /// @param pipelines gives a pipeline by its name, or null
  static Processor pipeline(Options options, Function<String, @Nullable Pipeline> pipelines) {
    Template name = new Template(options.text("name"));
    boolean ignoreMissing = options.flag("ignore_missing_pipeline", false);
    return document -> {
      String wanted = name.of(document);
      Pipeline pipeline = pipelines.apply(wanted);
      if (pipeline != null) {
        pipeline.run(document);
      } else if (!ignoreMissing) {
        throw new ProcessingFailedException(
            "Pipeline processor configured for non-existent pipeline [" + wanted + "]");
      }
    };
  }

  /// @param inner runs for each item, which is `_ingest._value`
  static Processor foreach(Options options, Step inner) {
    String field = options.text("field");
    boolean ignoreMissing = options.flag("ignore_missing", false);
    List<Step> steps = List.of(inner);
    return document -> {
      Object value = document.value(field);
      if (value == null && ignoreMissing) {
        return;
      }
      if (!(value instanceof List<?> list)) {
        throw new ProcessingFailedException("field [" + field + "] is no list");
      }
      Object outer = document.ingest().get("_value");
      List<@Nullable Object> changed = new ArrayList<>(list.size());
      try {
        for (Object item : list) {
          document.ingest().put("_value", item);
          Step.runAll(steps, document);
          changed.add(document.ingest().get("_value"));
        }
      } finally {
        document.ingest().remove("_value");
        if (outer != null) {
          document.ingest().put("_value", outer);
        }
      }
      document.set(field, changed);
    };
  }

  /// To `destination`, or to `type-dataset-namespace`; the rest of the pipeline is left out.
  static Processor reroute(Options options) {
    String destination = options.textOrNull("destination");
    List<Template> dataset = options.texts("dataset").stream().map(Template::new).toList();
    List<Template> namespace = options.texts("namespace").stream().map(Template::new).toList();
    if (destination != null && !(dataset.isEmpty() && namespace.isEmpty())) {
      throw options.wrong("[destination] can only be set if dataset and namespace are not set");
    }
    Template to = new Template(destination == null ? "" : destination);
    return document -> {
      String name =
          destination != null
              ? to.of(document)
              : "logs-"
                  + first(dataset, document, "generic")
                  + "-"
                  + first(namespace, document, "default");
      if (!isIndexName(name)) {
        throw new ProcessingFailedException("[" + name + "] is no name for an index");
      }
      document.reroute(name);
    };
  }

  private static String first(List<Template> templates, Document document, String absent) {
    for (Template template : templates) {
      String text = template.of(document);
      if (!text.isEmpty()) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\\\/*?\"<>| ,#:-]", "_");
      }
    }
    return absent;
  }

  static boolean isIndexName(String name) {
    return !name.isEmpty()
        && name.length() <= 255
        && name.equals(name.toLowerCase(Locale.ROOT))
        && "_-+.".indexOf(name.charAt(0)) < 0
        && name.chars().noneMatch(c -> c <= ' ' || "\\/*?\"<>|,#:".indexOf(c) >= 0);
  }

  /// Keeps a share of what comes: by the hash of a field, so that all lines of one trace or user
  /// stay or go together, else evenly.
  static Processor sample(Options options) {
    double rate = options.number("rate", -1);
    if (!(rate >= 0 && rate <= 1)) {
      throw options.wrong("[rate] must lie between 0 and 1");
    }
    String field = options.textOrNull("field");
    AtomicLong seen = new AtomicLong();
    return document -> {
      Object value = field == null ? null : document.value(field);
      boolean keep;
      if (value == null) {
        long number = seen.incrementAndGet();
        keep = Math.floor(number * rate) > Math.floor((number - 1) * rate);
      } else {
        CRC32 hash = new CRC32();
        hash.update(TextProcessors.text(value).getBytes(StandardCharsets.UTF_8));
        keep = hash.getValue() < rate * SPAN;
      }
      if (!keep) {
        document.drop();
      }
    };
  }
}
