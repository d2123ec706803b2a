package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Params;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusErrorsTest {

  private static Reply.Whole tell(Problem.Kind kind, int status, String path) {
    Map<String, String> headers = Map.of();
    return new PrometheusErrors()
        .tell(
            new Problem(kind, status, "", "no", null),
            new Head("POST", path, Params.NONE, headers::get));
  }

  @Test
  void writersAreToldToRepeatWhatOnlyWaitingHelps() {
    String write = "/prometheus/api/v1/write";
    assertThat(tell(Problem.Kind.GUESSING, 429, write).status()).isEqualTo(503);
    assertThat(tell(Problem.Kind.OVERLOADED, 429, write).status()).isEqualTo(503);
    assertThat(tell(Problem.Kind.UNAUTHORIZED, 401, write).status()).isEqualTo(401);
    assertThat(tell(Problem.Kind.UNAUTHORIZED, 401, write).text()).isEqualTo("no\n");
  }

  @Test
  void whoAsksWithoutTheTokenIsToldInTheEnvelope() {
    Reply.Whole refused = tell(Problem.Kind.UNAUTHORIZED, 401, "/api/v1/query");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text())
        .isEqualTo("{\"status\":\"error\",\"errorType\":\"unauthorized\",\"error\":\"no\"}");
    assertThat(tell(Problem.Kind.GUESSING, 429, "/api/v1/query").status()).isEqualTo(429);
  }
}
