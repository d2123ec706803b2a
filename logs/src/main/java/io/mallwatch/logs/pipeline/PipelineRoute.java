package io.mallwatch.logs.pipeline;

import io.mallwatch.logs.ingest.EntryRoute;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.Original;
import io.mallwatch.logs.ingest.Originals;
import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends entries through the pipelines that are named for their index or service: first a default
/// one, or the one that the sender asks for, then a final one. They work on what the entry was made
/// of ([Original]). An entry that a pipeline fails on is kept whole as it came, tagged like
/// `_grokparsefailure`, with the reason in `data._pipeline_error`. Thread-safe.
public final class PipelineRoute implements EntryRoute {

  /// Name, in the data, of why a pipeline failed.
  public static final String ERROR = "_pipeline_error";

  private static final int MAX_REASON = 300;

  private final Pipelines pipelines;
  private final JsonLogEntries reader;
  private final List<Rule> defaults;
  private final List<Rule> finals;

  /// For whom a pipeline is.
  ///
  /// @param byService whether `names` stands for services instead of indices
  /// @param names with `*` for any characters
  /// @param pipeline name of the pipeline; it may be put later
  public record Rule(boolean byService, Pattern names, String pipeline) {

    /// Reads `nginx-*=access` (an index) or `service:nginx=access`.
    ///
    /// @throws BadPipelineException when it is neither
    public static Rule parse(String text) {
      int equals = text.lastIndexOf('=');
      if (equals <= 0 || equals == text.length() - 1) {
        throw new BadPipelineException(
            "", "'" + text + "' is neither INDEX=PIPELINE nor service:NAME=PIPELINE");
      }
      boolean byService = text.startsWith("service:");
      String names = text.substring(byService ? "service:".length() : 0, equals).strip();
      String regex = "\\Q" + names.replace("*", "\\E.*\\Q") + "\\E";
      return new Rule(byService, Pattern.compile(regex), text.substring(equals + 1).strip());
    }

    boolean isFor(String index, LogEntry entry) {
      return names.matcher(byService ? entry.service() : index).matches();
    }
  }

  /// @param reader makes entries of documents again
  /// @param defaults the first that fits names the pipeline that runs first
  /// @param finals the first that fits names the pipeline that runs last
  public PipelineRoute(
      Pipelines pipelines, JsonLogEntries reader, List<Rule> defaults, List<Rule> finals) {
    this.pipelines = pipelines;
    this.reader = reader;
    this.defaults = List.copyOf(defaults);
    this.finals = List.copyOf(finals);
  }

  @Override
  public List<String> pipelines(String index, LogEntry entry, @Nullable String asked) {
    if (asked == null && defaults.isEmpty() && finals.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(2);
    if (asked == null) {
      first(defaults, index, entry, names);
    } else if (!asked.equals(Originals.NO_PIPELINE)) {
      names.addAll(List.of(asked.split(",")));
    }
    first(finals, index, entry, names);
    return names;
  }

  private static void first(List<Rule> rules, String index, LogEntry entry, List<String> names) {
    for (Rule rule : rules) {
      if (rule.isFor(index, entry)) {
        names.add(rule.pipeline());
        return;
      }
    }
  }

  @Override
  public @Nullable Routed route(
      List<String> names, String index, LogEntry entry, Original original) {
    if (names.isEmpty()) {
      return new Routed(index, entry);
    }
    Document document = Document.of(index, null, members(entry, original));
    for (String name : names) {
      Outcome outcome =
          pipelines.has(name)
              ? pipelines.run(name, document)
              : new Outcome.Failed("pipeline", "", "there is no pipeline [" + name + "]");
      switch (outcome) {
        case Outcome.Kept _ -> {}
        case Outcome.Dropped() -> {
          return null;
        }
        case Outcome.Failed failed -> {
          return new Routed(index, marked(entry, failed));
        }
      }
    }
    Map<String, @Nullable Object> source = document.source();
    if (original instanceof Original.Line(String text) && text.equals(source.get("message"))) {
      source.put("message", entry.message()); // nobody wanted the whole line
    }
    return new Routed(document.index(), reader.of(source, entry));
  }

  private static Map<String, @Nullable Object> members(LogEntry entry, Original original) {
    return switch (original) {
      case Original.Members(var values) -> values;
      case Original.Entry() -> EntryMembers.of(entry);
      case Original.Line(String text) -> {
        Map<String, @Nullable Object> members = EntryMembers.of(entry);
        members.put("message", text);
        yield members;
      }
    };
  }

  private static LogEntry marked(LogEntry entry, Outcome.Failed failed) {
    List<String> tags = new ArrayList<>(entry.tags());
    tags.add(failed.mark());
    Map<String, Object> data = new LinkedHashMap<>(entry.data());
    String reason = failed.reason();
    data.put(
        ERROR, reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...");
    return new LogEntry(
        entry.timestamp(),
        entry.level(),
        entry.service(),
        entry.message(),
        entry.category(),
        entry.action(),
        entry.requestId(),
        entry.userId(),
        entry.traceId(),
        entry.spanId(),
        entry.error(),
        tags,
        entry.durationMillis(),
        data,
        entry.shape());
  }
}
