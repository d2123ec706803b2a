package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.HttpDoors;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.MetadataSource;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A query ends when the client that asked it is gone.
class GoneClientTest {

  private final EndlessSource source = new EndlessSource();
  private final PromqlQueries queries =
      new PromqlQueries(
          source,
          new NoMetadata(),
          new MetricCapabilities(false, false, false, false, false),
          EngineOptions.DEFAULT,
          FakeClock.mondayMorning(),
          Thread.ofPlatform().name("mallwatch-test-query-", 0).daemon().factory());
  private final FakePorts fake = new FakePorts();
  private final Client client = new Client(open());

  private HttpDoors open() {
    PrometheusPorts given = fake.ports();
    PrometheusPorts ports =
        new PrometheusPorts(
            new PrometheusPorts.Reading(
                queries,
                queries,
                source,
                given.reading().promql(),
                given.reading().externalLabels()),
            given.writing(),
            given.shown(),
            given.control());
    DoorMetrics metrics = new DoorMetrics();
    return HttpDoors.open(
        HttpSettings.loopback(0),
        List.of(
            new PrometheusDoor(ports, metrics, FakeClock.mondayMorning()),
            new TestDoor("root", "", List.<Route>of())),
        metrics);
  }

  @AfterEach
  void close() {
    client.close();
    queries.close();
  }

  /// Has one series, or far more than anybody would read to the end.
  private static final class EndlessSource implements SeriesSource {

    private volatile int series = 1;
    private volatile boolean virtual;

    @Override
    public SeriesSet select(
        List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
      virtual = Thread.currentThread().isVirtual();
      return new SeriesSet() {
        @Override
        public int size() {
          return series;
        }

        @Override
        public Labels labels(int index) {
          return Labels.of("__name__", "endless", "n", "one");
        }

        @Override
        public void read(int index, SampleColumns into) {
          into.clear();
          into.add(toMillis, 1);
          while (series > 1) {
            deadline.check();
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
      return List.of();
    }
  }

  private static final class NoMetadata implements MetadataSource {
    @Override
    public List<Exemplar> exemplars(List<List<Matcher>> selectors, long fromMillis, long toMillis) {
      return List.of();
    }

    @Override
    public List<MetricMetadata> metadata(String family) {
      return List.of();
    }
  }

  private Socket ask() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.doors().port());
    String request =
        "GET /prometheus/api/v1/query?query=sum(endless)&time=0 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private void closesAndTheQueryEnds() throws IOException {
    try (Socket socket = ask()) {
      Await.until("the query runs", () -> queries.running().size() == 1);
      assertThat(socket.isConnected()).isTrue();
    }

    Await.until("the query has ended", () -> queries.running().isEmpty());
    Await.until(
        "it was counted",
        () -> queries.totals().refused().values().stream().anyMatch(count -> count > 0));
  }

  @Test
  void queryOnAThreadOfItsOwnEnds() throws IOException {
    source.series = 2;

    closesAndTheQueryEnds();

    assertThat(source.virtual).isFalse();
  }

  @Test
  void queryWhereItWasAskedEnds() throws IOException {
    assertThat(client.get("/prometheus/api/v1/query?query=sum(endless)&time=0").body())
        .contains("\"value\":[0,\"1\"]");
    source.series = 2;

    closesAndTheQueryEnds();

    assertThat(source.virtual).isTrue();
  }
}
