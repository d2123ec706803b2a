package io.mallwatch.metrics.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetPagesTest {

  private static Labels named(String name) {
    return Labels.of("__name__", name);
  }

  private static Row end(String name, long at) {
    return Row.of(named(name), at, Sample.staleNan());
  }

  @Test
  void aSeriesThatComesAgainHasTheSameKeyAgain() {
    Pages pages = Pages.plain();
    pages.text("a{b=\"c\"} 1\nb 2\n");
    SeriesKey first = pages.batch().key(0);

    pages.text("new 1\nb 2\na{b=\"c\"} 3\n");

    assertThat(pages.batch().key(2)).isSameAs(first);
    assertThat(pages.target().outcome()).isEqualTo(new PageOutcome(3, 3, 1, 0, 0, 0));
  }

  @Test
  void whatVanishesIsEndedOnce() {
    Pages pages = Pages.plain();
    pages.text("a 1\nb 2\n");

    assertThat(pages.text("b 3\n")).containsExactly(Row.of(named("b"), 2000, 3), end("a", 2000));
    assertThat(pages.text("b 4\n")).containsExactly(Row.of(named("b"), 3000, 4));
    assertThat(pages.text("a 5\nb 4\n")).hasSize(2);
    assertThat(pages.target().outcome().added()).isEqualTo(1);
  }

  @Test
  void seriesWithTimesOfTheirOwnAreNotEndedUnlessTracked() {
    Pages plain = Pages.plain();
    plain.text("a 1 500\n");
    assertThat(plain.text("")).isEmpty();

    Pages tracked = Pages.with(new PageOptions(true, true, 0, 600_000, 0, 8, false, false, false));
    tracked.text("a 1 500\n");
    assertThat(tracked.text("")).containsExactly(end("a", 2000));

    Pages ignored =
        Pages.with(new PageOptions(false, false, 0, 600_000, 0, 8, false, false, false));
    assertThat(ignored.text("a 1 500\n")).containsExactly(Row.of(named("a"), 1000, 1));
    assertThat(ignored.text("")).containsExactly(end("a", 2000));
  }

  @Test
  void aFailedPageEndsAllAndTheNextOneBeginsThemAgain() {
    Pages pages = Pages.plain();
    pages.text("a 1\nb 2\n");

    assertThatThrownBy(() -> pages.text("a 1\nc 3\n!"))
        .isInstanceOf(MalformedExpositionException.class);
    assertThat(pages.failed()).containsExactly(end("a", 3000), end("b", 3000));
    assertThat(pages.failed()).isEmpty();
    assertThat(pages.text("a 1\n")).containsExactly(Row.of(named("a"), 5000, 1));
    assertThat(pages.target().outcome().added()).isZero();
  }

  @Test
  void whatWasNotStoredIsDoneAgain() {
    Pages pages = Pages.plain();
    pages.text("a 1\nb 2\n");

    pages.readOnly("b 3\nc 4\n".getBytes(StandardCharsets.UTF_8), PageFormat.TEXT);

    assertThat(pages.text("b 3\nc 4\n"))
        .containsExactly(Row.of(named("b"), 3000, 3), Row.of(named("c"), 3000, 4), end("a", 3000));
    assertThat(pages.target().outcome().added()).isEqualTo(1);
  }

  @Test
  void metadataIsToldWhenItChangesAndUntilItIsStored() {
    Pages pages = Pages.plain();
    byte[] page = "# TYPE a gauge\n# HELP a One.\na 1\n".getBytes(StandardCharsets.UTF_8);
    MetricMetadata expected = new MetricMetadata("a", "gauge", "One.", "");
    pages.readOnly(page, PageFormat.TEXT);
    assertThat(pages.batch().metadata()).containsExactly(expected);
    pages.read(page, PageFormat.TEXT);
    assertThat(pages.batch().metadata()).containsExactly(expected);
    pages.read(page, PageFormat.TEXT);
    assertThat(pages.batch().metadata()).isEmpty();

    pages.text("# TYPE a counter\n# HELP a One.\na 1\n");
    assertThat(pages.batch().metadata())
        .containsExactly(new MetricMetadata("a", "counter", "One.", ""));
  }

  @Test
  void relabellingIsAskedOnceForEachSeries() {
    List<Labels> asked = new ArrayList<>();
    Pages pages =
        new Pages(
            PageOptions.defaults(),
            labels -> {
              asked.add(labels);
              return labels.metricName().equals("dropped")
                  ? Labels.EMPTY
                  : labels.with("job", "mall");
            });
    for (int i = 0; i < 3; i++) {
      assertThat(pages.text("dropped 1\nkept 2\n"))
          .extracting(Row::labels)
          .containsExactly(Labels.of("__name__", "kept", "job", "mall"));
      assertThat(pages.target().outcome().scraped()).isEqualTo(2);
      assertThat(pages.target().outcome().kept()).isEqualTo(1);
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void tooManySamplesFailThePageButAreCounted() {
    Pages pages = Pages.with(new PageOptions(true, false, 2, 600_000, 0, 8, false, false, false));
    pages.text("a 1\nb 2\n");

    assertThatThrownBy(() -> pages.text("a 1\nb 2\nc 3\nd 4\n"))
        .isInstanceOf(PageLimitException.class)
        .hasMessage("sample limit exceeded: 4 samples, the limit is 2");
    assertThat(pages.target().outcome().kept()).isEqualTo(4);
  }

  @Test
  void samplesOfTheFarFutureAreLeftOut() {
    Pages pages = Pages.plain();

    assertThat(pages.text("a 1 601000\nb 2 601001\n")).hasSize(1);
    assertThat(pages.target().outcome().future()).isEqualTo(1);
  }

  @Test
  void repeatedSamplesAreCounted() {
    Pages pages = Pages.plain();
    pages.text("a 1\na 2\n");

    assertThat(pages.target().outcome()).isEqualTo(new PageOutcome(2, 2, 1, 0, 1, 0));
  }

  @Test
  void otherRulesEndWhatIsCalledSomethingElse() {
    Pages pages = Pages.plain();
    pages.text("a 1\nb 2\n");
    SeriesKey a = pages.batch().key(0);

    pages
        .target()
        .configure(
            PageOptions.defaults(),
            labels -> labels.metricName().equals("b") ? labels.with("x", "y") : labels);
    List<Row> rows = pages.text("a 1\nb 2\n");

    assertThat(rows)
        .containsExactly(
            Row.of(named("a"), 2000, 1),
            Row.of(Labels.of("__name__", "b", "x", "y"), 2000, 2),
            end("b", 2000));
    assertThat(pages.batch().key(0)).isSameAs(a);
    assertThat(pages.target().outcome().added()).isEqualTo(1);
    assertThat(pages.text("a 1\nb 2\n")).hasSize(2);
  }

  @Test
  void anHeirGoesOnWithTheSeriesOrEndsThem() {
    Pages before = Pages.plain();
    before.text("a 1\nb 2\n");
    Pages heir = Pages.plain();
    heir.target().adopt(before.target());

    assertThat(heir.text("a 1\n")).containsExactly(Row.of(named("a"), 1000, 1), end("b", 1000));

    Pages silent = Pages.plain();
    silent.target().adopt(before.target());
    assertThat(silent.failed()).containsExactlyInAnyOrder(end("a", 1000), end("b", 1000));
    assertThat(silent.failed()).isEmpty();
  }

  @Test
  void pagesOfAnyOrderEndExactlyWhatVanished() {
    Pages pages = Pages.plain();
    Set<String> before = new HashSet<>();
    Gen.forAll(
        500,
        Gen.lists(Gen.ints(0, 3000), 600),
        numbers -> {
          StringBuilder page = new StringBuilder();
          Set<String> present = new HashSet<>();
          for (int number : numbers) {
            page.append("m").append(number).append("{a=\"b\"} 1\n");
            present.add("m" + number);
          }
          Set<String> gone = new HashSet<>(before);
          gone.removeAll(present);

          List<Row> rows = pages.text(page.toString());

          assertThat(rows)
              .filteredOn(row -> Sample.isStale(row.value()))
              .extracting(row -> row.labels().metricName())
              .containsExactlyInAnyOrderElementsOf(gone);
          assertThat(pages.target().outcome().ended()).isEqualTo(gone.size());
          assertThat(pages.target().outcome().repeated())
              .isEqualTo(numbers.size() - present.size());
          before.clear();
          before.addAll(present);
          assertThat(pages.target().knownSeries()).isLessThanOrEqualTo(2 * present.size() + 1624);
        });
  }
}
