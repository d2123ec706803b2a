package io.mallwatch.doors.otlp;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import java.util.ArrayList;
import java.util.List;

/// OTLP at the root: `/v1/{traces,metrics,logs}` and the three gRPC services.
public final class OtlpDoor implements Door {

  public static final String NAME = "otlp";

  /// How the paths over HTTP begin.
  public static final String HTTP_PATHS = "/v1/";

  private final List<Route> routes;

  /// What the door hands each signal to.
  public record Intakes(OtlpIntake traces, OtlpIntake metrics, OtlpIntake logs) {}

  /// @param maxMessageBytes largest gRPC message after decompression
  public OtlpDoor(Intakes intakes, DoorMetrics metrics, int maxMessageBytes) {
    List<Route> all = new ArrayList<>();
    for (OtlpHttp.Signal signal : OtlpHttp.Signal.values()) {
      OtlpIntake intake =
          switch (signal) {
            case TRACES -> intakes.traces();
            case METRICS -> intakes.metrics();
            case LOGS -> intakes.logs();
          };
      OtlpHttp handler = new OtlpHttp(signal, intake, NAME, metrics);
      String path = HTTP_PATHS + signal.name().toLowerCase(java.util.Locale.ROOT);
      all.add(Route.post(path, handler::handle));
      all.add(Route.rawPost(signal.grpcPath(), call -> handler.grpc(call, maxMessageBytes)));
    }
    this.routes = List.copyOf(all);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return new OtlpErrors();
  }
}
