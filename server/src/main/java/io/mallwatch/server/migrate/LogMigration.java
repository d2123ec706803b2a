package io.mallwatch.server.migrate;

import io.mallwatch.server.migrate.ElasticsearchHost.SaidNoException;
import io.mallwatch.server.migrate.ElasticsearchSource.Page;
import io.mallwatch.server.migrate.ElasticsearchSource.TimeField;
import io.mallwatch.server.migrate.MigrationBook.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings indices over one after the other, each from old to new. Every page is noted in the book
/// once it is stored, so that the same migration goes on where it stopped: at worst the page of
/// that moment is read again, and what is there already is not stored twice. Blocks; stopped by
/// interruption.
public final class LogMigration {

  private static final int MOST_FAILURES = 10;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ElasticsearchHost from;
  private final ElasticsearchHost to;
  private final ElasticsearchSource source;
  private final BulkTarget target;
  private final MigrationBook book;
  private final Pause pause;

  /// @param pageSize documents that are read at once
  public LogMigration(
      ElasticsearchHost from, ElasticsearchHost to, MigrationBook book, int pageSize, Pause pause) {
    this.from = from;
    this.to = to;
    this.source = new ElasticsearchSource(from, pageSize);
    this.target = new BulkTarget(to, pause);
    this.book = book;
    this.pause = pause;
  }

  /// How far an index is.
  ///
  /// @param read in this run
  /// @param total that this run has to read
  /// @param atMillis time of the newest that is there; null when none told a time
  /// @param outcome of this run
  /// @param done whether the index is there as a whole
  public record Progress(
      String index, long read, long total, @Nullable Long atMillis, Counts outcome, boolean done) {}

  /// What became of the documents.
  ///
  /// @param present were there already
  /// @param refused cannot be stored, by Elasticsearch's type of error
  public record Counts(long stored, long present, Map<String, Long> refused) {}

  /// Hears how far it is after every page.
  @FunctionalInterface
  public interface Listener {
    void heard(Progress progress);
  }

  /// How much is left of each index.
  ///
  /// @throws IOException when the source cannot be reached
  /// @throws ElasticsearchHost.SaidNoException when it does not want to
  public List<Progress> plan(String pattern) throws IOException, InterruptedException {
    List<Progress> plan = new ArrayList<>();
    for (String index : source.indices(pattern)) {
      Long since = book.place(key(index)).sinceMillis();
      long left = source.count(index, source.timeField(index), since);
      plan.add(new Progress(index, 0, left, since, new Counts(0, 0, Map.of()), false));
    }
    return plan;
  }

  /// Brings over what is left; returns the last word of each index.
  ///
  /// @throws IOException when one of the ends stays away
  /// @throws ElasticsearchHost.SaidNoException when one does not want to
  public List<Progress> run(String pattern, Listener listener)
      throws IOException, InterruptedException {
    List<Progress> all = new ArrayList<>();
    for (String index : source.indices(pattern)) {
      all.add(move(index, listener));
    }
    return all;
  }

  private String key(String index) {
    return "%s %s %s".formatted(from.url(), to.url(), index);
  }

  /// A run through one index; lives as long as it.
  private static final class Run {

    private Place place;
    private BulkTarget.Outcome outcome = BulkTarget.Outcome.NOTHING;
    private long read;
    private long total;

    Run(Place place) {
      this.place = place;
    }

    Progress progress(String index, boolean done) {
      return new Progress(
          index,
          read,
          Math.max(read, total),
          place.sinceMillis(),
          new Counts(outcome.stored(), outcome.present(), outcome.refused()),
          done);
    }
  }

  private Progress move(String index, Listener listener) throws IOException, InterruptedException {
    Run run = new Run(book.place(key(index)));
    TimeField time = source.timeField(index);
    int failures = 0;
    while (true) {
      long before = run.read;
      try {
        scroll(index, time, run, listener);
        Progress last = run.progress(index, true);
        listener.heard(last);
        return last;
      } catch (SaidNoException e) {
        // 404: the source has forgotten the scroll.
        if (!(e.passing() || e.status() == 404)) {
          throw e;
        }
        failures = run.read > before ? 1 : failures + 1;
        if (failures >= MOST_FAILURES) {
          throw e;
        }
      } catch (IOException e) {
        failures = run.read > before ? 1 : failures + 1;
        if (failures >= MOST_FAILURES) {
          throw e;
        }
      }
      pause.pause(AFTER_FAILURE);
    }
  }

  private void scroll(String index, @Nullable TimeField time, Run run, Listener listener)
      throws IOException, InterruptedException {
    Page page = source.first(index, time, run.place.sinceMillis());
    run.total = run.read + page.total();
    try {
      while (!page.hits().isEmpty()) {
        BulkTarget.Outcome outcome = target.send(page.hits());
        Long newest = null;
        for (Map<?, ?> hit : page.hits()) {
          Long at = ElasticsearchSource.millis(hit, time);
          newest = at == null ? newest : at;
        }
        run.place = run.place.then(newest, page.hits().size(), outcome);
        run.outcome = run.outcome.plus(outcome);
        run.read += page.hits().size();
        book.note(key(index), run.place);
        listener.heard(run.progress(index, false));
        page = source.next(page.scroll());
      }
    } finally {
      source.close(page.scroll());
    }
  }
}
