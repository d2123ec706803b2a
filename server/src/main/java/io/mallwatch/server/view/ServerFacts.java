package io.mallwatch.server.view;

import io.mallwatch.doors.api.HealthView;
import io.mallwatch.doors.api.StatusView;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.server.state.StateDatabase;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The server itself, for the console's frame and for health checks.
public final class ServerFacts implements StatusView, HealthView {

  private static final int MOST_COUNTED = 10_000;

  /// What is asked anew each time.
  public record Live(AlertBoard alerts, Incidents incidents, StateDatabase state) {}

  private final String version;
  private final Instant started;
  private final ZoneId zone;
  private final @Nullable URI mall;
  private final List<String> recovered;
  private final Live live;
  private final InstantSource clock;

  public ServerFacts(
      String version,
      ZoneId zone,
      @Nullable URI mall,
      List<String> recovered,
      Live live,
      InstantSource clock) {
    this.version = version;
    this.started = clock.instant();
    this.zone = zone;
    this.mall = mall;
    this.recovered = List.copyOf(recovered);
    this.live = live;
    this.clock = clock;
  }

  @Override
  public Status status() {
    return new Status(
        version,
        started,
        clock.instant(),
        mall != null,
        zone.getId(),
        mall == null ? null : mall.toString(),
        Map.of(
            "metrics", "tsdb",
            "logs", "lucene",
            "traces", "segment",
            "alerts", "embedded",
            "state", "sqlite"),
        recovered,
        new Counts(
            live.alerts().firing(), live.incidents().list(true, false, MOST_COUNTED).size()));
  }

  @Override
  public Health health(Part part) {
    return switch (part) {
      case SERVER, DATABASE ->
          new Health(List.of(new Check("state", live.state().isUp(), "sqlite")));
      case REDIS -> new Health(List.of(new Check("redis", true, "not used")));
    };
  }
}
