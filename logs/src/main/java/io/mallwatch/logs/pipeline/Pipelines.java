package io.mallwatch.logs.pipeline;

import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opensearch.grok.MatcherWatchdog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pipelines by name. What is put is kept in a folder, one JSON file each, and is there again
/// after a restart. Thread-safe.
public final class Pipelines implements AutoCloseable {

  /// Most pipelines at a time.
  public static final int MAX_PIPELINES = 1_000;

  private static final Logger logger = LoggerFactory.getLogger(Pipelines.class);
  private static final long GROK_MILLIS = 1_000;
  private static final String END = ".json";

  private final @Nullable Path folder;
  private final InstantSource clock;
  private final ScheduledExecutorService watch;
  private final PipelineReader reader;
  private final Map<String, Pipeline> byId = new ConcurrentSkipListMap<>();
  private final Object writing = new Object();

  private Pipelines(@Nullable Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mallwatch-grok-watch").factory());
    MatcherWatchdog watchdog =
        MatcherWatchdog.newInstance(
            GROK_MILLIS / 2,
            GROK_MILLIS,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
            (delay, task) -> {
              if (!watch.isShutdown()) {
                var _ = watch.schedule(task, delay, TimeUnit.MILLISECONDS);
              }
            });
    this.reader = new PipelineReader(clock, watchdog, byId::get);
  }

  /// Without a folder: for trying pipelines out.
  public static Pipelines inMemory(InstantSource clock) {
    return new Pipelines(null, clock);
  }

  /// Reads what is in the folder, which is made when it is not there. A file that cannot be used is
  /// told of and left where it is.
  public static Pipelines open(Path folder, InstantSource clock) {
    Pipelines pipelines = new Pipelines(folder, clock);
    try {
      Files.createDirectories(folder);
      pipelines.load(folder);
    } catch (IOException e) {
      pipelines.close();
      throw new UncheckedIOException(e);
    }
    return pipelines;
  }

  private void load(Path from) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*" + END)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String id =
            URLDecoder.decode(
                name.substring(0, name.length() - END.length()), StandardCharsets.UTF_8);
        try {
          byId.put(id, reader.read(id, definition(Files.readString(file))));
        } catch (BadPipelineException e) {
          logger.warn("event=pipeline_unusable file={} reason={}", file, e.getMessage());
        }
      }
    }
  }

  /// Reads the JSON text of a pipeline into its definition.
  ///
  /// @throws BadPipelineException when it is no JSON object
  public static Map<String, @Nullable Object> definition(String json) {
    try {
      if (JsonTree.read(json) instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> definition = new LinkedHashMap<>();
        map.forEach((key, value) -> definition.put(String.valueOf(key), value));
        return definition;
      }
    } catch (IOException e) {
      throw new BadPipelineException("", "not JSON: " + e.getMessage());
    }
    throw new BadPipelineException("", "a pipeline is a JSON object");
  }

  /// A definition, or a document's values, as JSON.
  public static String json(Map<String, ? extends @Nullable Object> values) {
    return JsonTree.write(values);
  }

  /// Puts a pipeline in the place of the one of this name; from then on documents take it. On
  /// return it survives a crash.
  ///
  /// @throws BadPipelineException when it cannot be used; the old one stays
  /// @throws StoreUnavailableException when it cannot be written; the old one stays
  public void put(String id, Map<String, ? extends @Nullable Object> definition) {
    check(id);
    Pipeline pipeline = reader.read(id, definition);
    synchronized (writing) {
      if (byId.size() >= MAX_PIPELINES && !byId.containsKey(id)) {
        throw new BadPipelineException("", "there are " + MAX_PIPELINES + " pipelines already");
      }
      write(id, JsonTree.write(definition));
      byId.put(id, pipeline);
    }
  }

  /// Puts a pipeline that a configuration file holds; it is not written anywhere.
  ///
  /// @throws BadPipelineException when it cannot be used
  public void configure(String id, Map<String, ? extends @Nullable Object> definition) {
    check(id);
    byId.put(id, reader.read(id, definition));
  }

  private static void check(String id) {
    if (id.isEmpty() || id.length() > 100 || id.contains("*") || id.contains(",")) {
      throw new BadPipelineException(
          "", "[" + id + "] is no name of a pipeline: 1 to 100 characters without * and comma");
    }
  }

  /// The definition that was put under this name.
  public Optional<Map<String, @Nullable Object>> get(String id) {
    return Optional.ofNullable(byId.get(id)).map(Pipeline::definition);
  }

  /// All definitions by name, sorted.
  public Map<String, Map<String, @Nullable Object>> all() {
    Map<String, Map<String, @Nullable Object>> all = new TreeMap<>();
    byId.forEach((id, pipeline) -> all.put(id, pipeline.definition()));
    return all;
  }

  /// Takes a pipeline away; false when there was none.
  ///
  /// @throws StoreUnavailableException when its file cannot be deleted; it stays
  public boolean delete(String id) {
    synchronized (writing) {
      if (!byId.containsKey(id)) {
        return false;
      }
      try {
        if (folder != null) {
          Files.deleteIfExists(file(folder, id));
        }
      } catch (IOException e) {
        throw new StoreUnavailableException("pipeline " + id + " cannot be deleted", e);
      }
      return byId.remove(id) != null;
    }
  }

  private void write(String id, String json) {
    if (folder == null) {
      return;
    }
    Path file = file(folder, id);
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(fresh, json);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreUnavailableException("pipeline " + id + " cannot be written", e);
    }
  }

  private static Path file(Path folder, String id) {
    return folder.resolve(URLEncoder.encode(id, StandardCharsets.UTF_8) + END);
  }

  /// Whether there is a pipeline of this name.
  public boolean has(String id) {
    return byId.containsKey(id);
  }

  /// Sends a document through a pipeline. What fails leaves `document` half changed; the caller
  /// keeps what it was made of.
  ///
  /// @throws BadPipelineException when there is no such pipeline
  public Outcome run(String id, Document document) {
    Pipeline pipeline = byId.get(id);
    if (pipeline == null) {
      throw new BadPipelineException("", "pipeline with id [" + id + "] does not exist");
    }
    return run(pipeline, document);
  }

  private Outcome run(Pipeline pipeline, Document document) {
    document.ingest().putIfAbsent("timestamp", clock.instant().toString());
    try {
      pipeline.run(document);
      document.takeRerouted();
      return document.isDropped() ? new Outcome.Dropped() : new Outcome.Kept(document);
    } catch (UncaughtFailureException e) {
      return new Outcome.Failed(e.type(), e.tag(), e.reason());
    }
  }

  /// A document that is only tried.
  ///
  /// @param outcome what would become of it
  /// @param steps what each step did, in order
  public record Simulated(Outcome outcome, List<Document.StepResult> steps) {
    public Simulated {
      steps = List.copyOf(steps);
    }
  }

  /// Tries a pipeline that need not have been put.
  ///
  /// @throws BadPipelineException when it cannot be used
  public Simulated simulate(
      Map<String, ? extends @Nullable Object> definition,
      String index,
      @Nullable String documentId,
      Map<String, ?> source) {
    return simulate(reader.read("_simulate", definition), index, documentId, source);
  }

  /// Tries the pipeline of this name.
  ///
  /// @throws BadPipelineException when there is no such pipeline
  public Simulated simulate(
      String id, String index, @Nullable String documentId, Map<String, ?> source) {
    Map<String, @Nullable Object> definition =
        get(id)
            .orElseThrow(
                () -> new BadPipelineException("", "pipeline with id [" + id + "] does not exist"));
    return simulate(definition, index, documentId, source);
  }

  private Simulated simulate(
      Pipeline pipeline, String index, @Nullable String documentId, Map<String, ?> source) {
    List<Document.StepResult> steps = new ArrayList<>();
    Document document = Document.watched(index, documentId, source, steps::add);
    return new Simulated(run(pipeline, document), steps);
  }

  /// Figures of all pipelines and their processors.
  public List<Figures> figures() {
    return byId.values().stream().flatMap(pipeline -> pipeline.figures().stream()).toList();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    try {
      boolean _ = watch.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
