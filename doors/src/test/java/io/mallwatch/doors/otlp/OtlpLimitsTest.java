package io.mallwatch.doors.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import io.mallwatch.doors.http.AccessToken;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.ContentCodings;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.HttpDoors;
import io.mallwatch.doors.http.HttpLimits;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.model.StoreOverloadedException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a sender is told when it sends too much, too fast or in a way we don't read: OTLP
/// specification, "Failures" and "Throttling" of both transports.
class OtlpLimitsTest {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String LOGS = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
  private static final int MOST_SENT = 2_000;
  private static final int MOST_DECODED = 50_000;
  private static final int MOST_IN_FLIGHT = 100_000;

  private volatile OtlpIntake intake = _ -> OtlpIntake.Outcome.ALL_TAKEN;
  private final DoorMetrics metrics = new DoorMetrics();
  private final Client client =
      new Client(
          HttpDoors.open(
              new HttpSettings(
                  "127.0.0.1",
                  0,
                  Map.of(),
                  Set.of(),
                  HttpSettings.Cors.OFF,
                  AccessToken.OPEN,
                  new HttpLimits(
                      MOST_SENT,
                      MOST_DECODED,
                      MOST_IN_FLIGHT,
                      16,
                      2,
                      Duration.ofSeconds(20),
                      Duration.ofSeconds(20),
                      1_024)),
              List.of(
                  new OtlpDoor(
                      new OtlpDoor.Intakes(this::accept, this::accept, this::accept),
                      metrics,
                      10 * MOST_IN_FLIGHT)),
              metrics));

  private OtlpIntake.Outcome accept(byte[] protobuf) {
    return intake.accept(protobuf);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<byte[]> post(String type, byte[] body, String encoding) {
    var request = client.request("/v1/traces").header("content-type", type);
    if (!encoding.isEmpty()) {
      request.header("content-encoding", encoding);
    }
    return client.bytes(request.POST(BodyPublishers.ofByteArray(body)).build());
  }

  private AggregatedHttpResponse grpc(byte[] message, String encoding) {
    boolean plain = encoding.isEmpty();
    ByteBuffer frame = ByteBuffer.allocate(5 + message.length);
    frame.put((byte) (plain ? 0 : 1)).putInt(message.length).put(message);
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, LOGS)
            .add("content-type", "application/grpc+proto")
            .add("te", "trailers")
            .add("grpc-encoding", plain ? "identity" : encoding)
            .build();
    return WebClient.of("h2c://127.0.0.1:" + client.doors().port())
        .execute(HttpRequest.of(headers, HttpData.wrap(frame.array())))
        .aggregate()
        .join();
  }

  private static String status(AggregatedHttpResponse answer) {
    assertThat(answer.status().code()).isEqualTo(200);
    return OtlpDoorTest.status(
        Base64.getDecoder().decode(answer.headers().get("grpc-status-details-bin")));
  }

  @Test
  void tooMuchAsSentIsFinal() {
    byte[] body = new byte[MOST_SENT + 1];

    HttpResponse<byte[]> http = post(PROTOBUF, body, "");
    assertThat(http.statusCode()).isEqualTo(413);
    assertThat(http.headers().firstValue("content-type")).hasValue(PROTOBUF);
    assertThat(http.headers().firstValue("retry-after")).isEmpty();
    assertThat(OtlpDoorTest.status(http.body())).startsWith("8 ").endsWith("retry=");
    HttpResponse<byte[]> json = post("application/json", body, "");
    assertThat(json.statusCode()).isEqualTo(413);
    assertThat(new String(json.body(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("{\"code\":8,");
    assertThat(status(grpc(body, ""))).startsWith("8 ").endsWith("retry=");
  }

  @Test
  void tooMuchOnceDecompressedIsFinal() {
    byte[] bomb = ContentCodings.gzip(new byte[MOST_DECODED + 1]);
    assertThat(bomb.length).isLessThan(MOST_SENT);

    HttpResponse<byte[]> http = post(PROTOBUF, bomb, "gzip");
    assertThat(http.statusCode()).isEqualTo(413);
    assertThat(OtlpDoorTest.status(http.body())).startsWith("8 ").endsWith("retry=");
    assertThat(post("application/json", bomb, "gzip").statusCode()).isEqualTo(413);
  }

  @Test
  void whatAllRequestsDecompressTogetherIsBounded() {
    byte[] bomb = ContentCodings.gzip(new byte[2 * MOST_IN_FLIGHT]);

    assertThat(status(grpc(bomb, "gzip")))
        .as("there is room for it when others are done")
        .startsWith("14 ")
        .endsWith("retry=5");
  }

  @Test
  void overloadIsRetryableInBothTransports() {
    intake =
        _ -> {
          throw new StoreOverloadedException("200 spans wait");
        };

    assertThat(status(grpc(new byte[0], ""))).isEqualTo("8 200 spans wait retry=2");
    HttpResponse<byte[]> http = post(PROTOBUF, new byte[0], "");
    assertThat(http.statusCode()).isEqualTo(429);
    assertThat(http.headers().firstValue("retry-after")).hasValue("2");
    assertThat(OtlpDoorTest.status(http.body())).isEqualTo("8 200 spans wait retry=2");
  }

  @Test
  void encodingsThatAreNotReadAreNamed() {
    AggregatedHttpResponse snappy = grpc(new byte[] {1}, "snappy");
    assertThat(status(snappy)).startsWith("12 grpc-encoding 'snappy'");
    assertThat(snappy.headers().get("grpc-accept-encoding")).isEqualTo("identity,gzip");
    assertThat(status(grpc(new byte[] {1}, "gzip"))).startsWith("3 ");
    assertThat(post(PROTOBUF, new byte[] {1}, "br").statusCode()).isEqualTo(415);
    assertThat(post(PROTOBUF, new byte[] {1}, "gzip").statusCode()).isEqualTo(400);
  }

  @Test
  void anEmptyRequestIsASuccessEverywhere() {
    assertThat(post(PROTOBUF, new byte[0], "").statusCode()).isEqualTo(200);
    assertThat(post("application/json; charset=utf-8", new byte[] {'{', '}'}, "").statusCode())
        .isEqualTo(200);
    AggregatedHttpResponse answer = grpc(new byte[0], "");
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    assertThat(answer.content().length()).isEqualTo(5);
  }

  @Test
  void whatARefusalCostsTheNextRequestIsNothing() {
    for (int i = 0; i < 40; i++) {
      var _ = grpc(ContentCodings.gzip(new byte[2 * MOST_IN_FLIGHT]), "gzip");
    }
    assertThat(grpc(ContentCodings.gzip(new byte[MOST_DECODED]), "gzip").trailers())
        .as("the memory of what was refused is free again")
        .isNotEmpty();
  }
}
