package io.mallwatch.doors.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.metrics.push.PushGroups;
import io.mallwatch.metrics.push.PushLimits;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushgatewayDoorTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final PushGroups groups = new PushGroups(PushLimits.defaults(), clock);
  private boolean mayWipe = true;
  private Client client = open();

  private Client open() {
    return Client.of(
        new PushgatewayDoor(groups, new PushgatewayDoor.Facts(clock.instant(), "0.1.0", mayWipe)),
        new TestDoor("root", "", List.of()));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return client.send(
        client
            .request("/prometheus/pushgateway" + path)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private String page(String path) {
    return send("GET", path, "").body();
  }

  @Test
  void whatWasPushedIsShownWithItsGroup() {
    assertThat(
            send("PUT", "/metrics/job/backup/shop@base64/5LiK5rW3", "# TYPE done counter\ndone 3\n")
                .statusCode())
        .isEqualTo(200);
    assertThat(page("/metrics"))
        .contains(
            "# TYPE done counter\ndone{instance=\"\",job=\"backup\",shop=\"上海\"} 3\n"
                .replace("instance=\"\",", ""))
        .contains("push_time_seconds{job=\"backup\",shop=\"上海\"} ");
    assertThat(page("/api/v1/metrics"))
        .contains("\"labels\":{\"job\":\"backup\",\"shop\":\"上海\"},\"last_push_successful\":true")
        .contains("\"done\":{\"time_stamp\":")
        .contains("\"type\":\"COUNTER\",\"metrics\":[{\"labels\":{")
        .contains("\"value\":\"3\"");
  }

  @Test
  void postKeepsOtherFamiliesAndPutDoesNot() {
    send("PUT", "/metrics/job/backup", "a 1\n");
    send("POST", "/metrics/job/backup", "b 2\n");
    assertThat(page("/metrics")).contains("a{job=\"backup\"} 1\n", "b{job=\"backup\"} 2\n");
    send("PUT", "/metrics/job/backup", "c 3\n");
    assertThat(page("/metrics")).doesNotContain("a{job").contains("c{job=\"backup\"} 3\n");
  }

  @Test
  void summariesAndHistogramsComeAsOneMetric() {
    send(
        "PUT",
        "/metrics/job/backup",
        """
        # TYPE took summary
        took{quantile="0.5"} 1.5
        took_sum 4
        took_count 2
        # TYPE size histogram
        size_bucket{le="1"} 1
        size_bucket{le="+Inf"} 2
        size_sum 9
        size_count 2
        """);
    assertThat(page("/api/v1/metrics"))
        .contains("\"quantiles\":{\"0.5\":\"1.5\"},")
        .contains("\"buckets\":{")
        .contains("\"+Inf\":\"2\"")
        .contains("\"count\":\"2\"");
  }

  @Test
  void aBadPushIsRefusedAndRemembered() {
    HttpResponse<String> answer = send("PUT", "/metrics/job/backup", "a{ 1\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("pushed metrics are invalid");
    assertThat(send("PUT", "/metrics/job", "a 1\n").statusCode()).isEqualTo(400);
    assertThat(send("PUT", "/metrics/job/a/b", "a 1\n").statusCode()).isEqualTo(400);
    assertThat(page("/api/v1/metrics")).contains("\"last_push_successful\":false");
  }

  @Test
  void groupsAreDeletedOneByOneOrAllAtOnceWithLeave() {
    send("PUT", "/metrics/job/a", "x 1\n");
    send("PUT", "/metrics/job/b", "x 1\n");
    assertThat(send("DELETE", "/metrics/job/a", "").statusCode()).isEqualTo(202);
    assertThat(page("/metrics")).contains("x{job=\"b\"}").doesNotContain("x{job=\"a\"}");
    assertThat(send("PUT", "/api/v1/admin/wipe", "").statusCode()).isEqualTo(202);
    assertThat(groups.groups()).isEmpty();
    client.close();
    mayWipe = false;
    client = open();
    assertThat(send("PUT", "/api/v1/admin/wipe", "").statusCode()).isEqualTo(404);
  }

  @Test
  void statusAndHealthAreTold() {
    assertThat(page("/api/v1/status"))
        .contains("\"build_information\":{\"version\":\"0.1.0\"}", "\"start_time\":");
    assertThat(page("/-/healthy")).isEqualTo("OK");
    assertThat(page("/-/ready")).isEqualTo("OK");
  }
}
