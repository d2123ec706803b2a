package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.otlp.OtlpHttp;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.ingest.TooLargeException;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake.Version;
import io.mallwatch.metrics.ingest.remote.Written;
import java.util.List;
import java.util.Locale;

/// Samples in: remote write 1.0 and 2.0, OTLP.
final class WriteRoutes {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String WRITTEN = "x-prometheus-remote-write-%s-written";

  private final PrometheusPorts.Writing ports;
  private final DoorMetrics metrics;
  private final OtlpHttp otlp;

  WriteRoutes(PrometheusPorts.Writing ports, DoorMetrics metrics) {
    this.ports = ports;
    this.metrics = metrics;
    this.otlp = new OtlpHttp(OtlpHttp.Signal.METRICS, ports.otlp(), PrometheusDoor.NAME, metrics);
  }

  List<Route> routes() {
    return List.of(
        Route.rawPost("/api/v1/write", this::write),
        Route.post("/api/v1/otlp/v1/metrics", otlp::handle));
  }

  private Reply write(Call call) {
    Version version = version(call);
    String encoding = call.header("content-encoding").orElse("snappy");
    if (!encoding.equals("snappy")) {
      throw new RefusedException(
          Problem.unsupportedMediaType(
              "%s encoding (compression) is not accepted by this server; only snappy is acceptable"
                  .formatted(encoding)));
    }
    Written written = written(call.body(), version);
    AppendResult result = written.result();
    result.rejected().forEach((why, count) -> metrics.dropped(PrometheusDoor.NAME, why, count));
    // The good samples are kept; 400 tells the sender not to repeat the bad ones.
    Reply.Whole reply =
        result.rejected().isEmpty()
            ? Reply.empty(204)
            : Reply.text(400, result.firstError() + "\n");
    return switch (version) {
      case V1 -> reply;
      case V2 ->
          reply
              .with(WRITTEN.formatted("samples"), Integer.toString(written.samples()))
              .with(WRITTEN.formatted("histograms"), Integer.toString(written.histograms()))
              .with(WRITTEN.formatted("exemplars"), Integer.toString(written.exemplars()));
    };
  }

  private Written written(byte[] snappy, Version version) {
    try {
      return ports.remoteWrite().write(snappy, version);
    } catch (TooLargeException e) {
      throw new RefusedException(Problem.tooLarge(String.valueOf(e.getMessage())));
    }
  }

  /// What `Content-Type` says: `application/x-protobuf`, perhaps with the message's full name as
  /// `proto`. Without the name it is 1.0, as it is without the header.
  private static Version version(Call call) {
    String type = call.header("content-type").orElse(PROTOBUF);
    String[] parts = type.split(";");
    if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(PROTOBUF)) {
      throw notAccepted("expected %s as the first (media) part, got %s content-type", type);
    }
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      if (pair[0].strip().equalsIgnoreCase("proto") && pair.length == 2) {
        return switch (pair[1].strip()) {
          case "prometheus.WriteRequest" -> Version.V1;
          case "io.prometheus.write.v2.Request" -> Version.V2;
          default -> throw notAccepted("%s with an unknown remote write message, got %s", type);
        };
      }
    }
    return Version.V1;
  }

  private static RefusedException notAccepted(String why, String type) {
    return new RefusedException(Problem.unsupportedMediaType(why.formatted(PROTOBUF, type)));
  }
}
