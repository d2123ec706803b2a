package io.mallwatch.logs.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes in Elasticsearch bulk bodies (NDJSON of the Bulk API): `index` and `create` store an
/// entry, `update` and `delete` are refused item by item, because log entries never change. What is
/// good in a body is kept, whatever is wrong with the rest. Thread-safe.
public final class BulkIntake {

  private static final int MAX_INDEX_NAME = 255;

  private final JsonFactory json = new JsonFactory();
  private final JsonLogEntries entries;
  private final LogIntake intake;
  private final Limits limits;

  public BulkIntake(JsonLogEntries entries, LogIntake intake, Limits limits) {
    this.entries = entries;
    this.intake = intake;
    this.limits = limits;
  }

  /// Who sends what is taken in.
  public LogSenders senders() {
    return intake.senders();
  }

  /// @param lineBytes longest document
  /// @param items most items in a body
  /// @param batch most entries appended at once
  public record Limits(int lineBytes, int items, int batch) {
    public static Limits defaults() {
      return new Limits(1 << 20, 100_000, 5_000);
    }
  }

  /// What became of one item.
  ///
  /// @param operation `index`, `create`, `update` or `delete`
  /// @param index where it went, or as asked
  /// @param id the entry's id in the store, or the one asked for when it was not stored
  /// @param status 201 when it was stored; 409 when the index has an entry with that id; 400 is
  ///   final, 429 and 503 may be tried again
  /// @param errorType Elasticsearch's name of the error; empty when there is none
  /// @param reason for people; empty when there is none
  public record Result(
      String operation,
      String index,
      @Nullable String id,
      int status,
      String errorType,
      String reason) {

    public boolean stored() {
      return status == 201;
    }
  }

  /// Takes in a body and says what became of each item, in order.
  ///
  /// @param defaultIndex for items that name none; null when the request has none either
  /// @throws io.mallwatch.model.BadQueryException at a line that is no action; the items before it
  ///   are not stored either
  public List<Result> accept(byte[] body, int from, int length, @Nullable String defaultIndex) {
    return accept(body, from, length, new Defaults(defaultIndex, null));
  }

  /// What the request says for items that say nothing themselves.
  ///
  /// @param pipeline null for the configured one, [Originals#NO_PIPELINE] for none
  /// @param ways where items go
  public record Defaults(@Nullable String index, @Nullable String pipeline, Ways ways) {

    /// For items that go straight where they say.
    public Defaults(@Nullable String index, @Nullable String pipeline) {
      this(index, pipeline, Ways.STRAIGHT);
    }
  }

  /// Where items go that name an index.
  public interface Ways {

    /// Just there.
    Ways STRAIGHT = (index, pipeline) -> new Way(index, pipeline);

    /// @param pipeline asked for by the item or its request, or null
    /// @throws BadQueryException when there is no way
    Way of(String index, @Nullable String pipeline);
  }

  /// @param index the one that is meant
  /// @param pipeline as [Originals#pipeline]
  public record Way(String index, @Nullable String pipeline) {}

  /// The same for a request that may ask for a pipeline.
  ///
  /// @throws io.mallwatch.model.BadQueryException at a line that is no action; the items before it
  ///   are not stored either
  public List<Result> accept(byte[] body, int from, int length, Defaults defaults) {
    Run run = new Run(body, defaults);
    List<BulkBody.Item> items = new ArrayList<>();
    new BulkBody(json, body, from, length, defaults.index(), limits).read(items::add);
    for (BulkBody.Item item : items) {
      run.take(item);
    }
    run.flush();
    return List.copyOf(run.results);
  }

  /// One body under way: entries are appended in runs of the same index.
  private final class Run implements Originals {
    private final byte[] body;
    private final Defaults defaults;
    private final Map<String, Way> ways = new HashMap<>();
    private final List<Result> results = new ArrayList<>();
    private final List<LogEntry> batch = new ArrayList<>();
    private final List<@Nullable String> ids = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<BulkBody.Item> items = new ArrayList<>();
    private boolean anyId;
    private String index = "";

    Run(byte[] body, Defaults defaults) {
      this.body = body;
      this.defaults = defaults;
    }

    private Way way(BulkBody.Item item) {
      String pipeline = item.pipeline() == null ? defaults.pipeline() : item.pipeline();
      String key = pipeline == null ? item.index() : item.index() + '\n' + pipeline;
      Way way = ways.get(key);
      if (way == null) {
        way = defaults.ways().of(item.index(), pipeline);
        ways.put(key, way);
      }
      return way;
    }

    @Override
    public Original of(int i) {
      BulkBody.Item item = items.get(i);
      return new Original.Members(entries.members(body, item.from(), item.length()));
    }

    @Override
    public @Nullable String pipeline(int i) {
      return way(items.get(i)).pipeline();
    }

    void take(BulkBody.Item item) {
      if (!item.operation().equals("index") && !item.operation().equals("create")) {
        refuse(
            item,
            "unsupported",
            "illegal_argument_exception",
            "log entries never change: [%s] is not supported".formatted(item.operation()));
      } else if (item.index().isBlank()) {
        refuse(item, "no_index", "action_request_validation_exception", "index is missing");
      } else if (item.index().length() > MAX_INDEX_NAME) {
        refuse(item, "bad_index", "invalid_index_name_exception", "the index name is too long");
      } else if (item.length() > limits.lineBytes()) {
        refuse(
            item,
            "too_long",
            "document_parsing_exception",
            "the document has %d bytes, at most %d".formatted(item.length(), limits.lineBytes()));
      } else if (isBadId(item.id())) {
        refuse(
            item,
            "bad_id",
            "illegal_argument_exception",
            "an id has 1 to %d characters".formatted(LogBatch.MAX_ID));
      } else {
        parse(item);
      }
    }

    private static boolean isBadId(@Nullable String id) {
      return id != null && (id.isEmpty() || id.length() > LogBatch.MAX_ID);
    }

    private void parse(BulkBody.Item item) {
      LogEntry entry;
      String target;
      try {
        target = way(item).index();
        entry = entries.read(body, item.from(), item.length());
      } catch (BadQueryException e) {
        refuse(item, "no_index", "illegal_argument_exception", String.valueOf(e.getMessage()));
        return;
      } catch (MalformedEntryException e) {
        refuse(item, "malformed", "document_parsing_exception", String.valueOf(e.getMessage()));
        return;
      }
      if (!target.equals(index) || batch.size() >= limits.batch()) {
        flush();
        index = target;
      }
      places.add(results.size());
      results.add(new Result(item.operation(), target, item.id(), 201, "", ""));
      batch.add(entry);
      ids.add(item.id());
      items.add(item);
      anyId |= item.id() != null;
    }

    private void refuse(BulkBody.Item item, String counted, String type, String reason) {
      intake.dropped(counted, 1);
      results.add(new Result(item.operation(), item.index(), item.id(), 400, type, reason));
    }

    void flush() {
      if (batch.isEmpty()) {
        return;
      }
      try {
        List<LogStore.Appended> outcomes =
            intake.accept(new LogBatch(index, batch, anyId ? ids : List.of()), this);
        for (int i = 0; i < places.size(); i++) {
          settle(places.get(i), outcomes.get(i));
        }
      } catch (StoreOverloadedException e) {
        failed(429, "es_rejected_execution_exception", e.getMessage());
      } catch (StoreUnavailableException e) {
        failed(503, "unavailable_shards_exception", e.getMessage());
      }
      batch.clear();
      ids.clear();
      items.clear();
      anyId = false;
      places.clear();
    }

    private void failed(int status, String type, @Nullable String reason) {
      for (int place : places) {
        settle(place, results.get(place).id(), status, type, String.valueOf(reason));
      }
    }

    private void settle(int place, LogStore.Appended outcome) {
      if (outcome.stored()) {
        settle(place, outcome.id(), 201, "", "");
      } else {
        settle(
            place,
            outcome.id(),
            409,
            "version_conflict_engine_exception",
            "[%s]: version conflict, document already exists".formatted(outcome.id()));
      }
    }

    private void settle(int place, @Nullable String id, int status, String type, String reason) {
      Result result = results.get(place);
      results.set(place, new Result(result.operation(), result.index(), id, status, type, reason));
    }
  }
}
