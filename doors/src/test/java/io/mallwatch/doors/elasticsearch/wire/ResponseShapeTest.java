package io.mallwatch.doors.elasticsearch.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseShapeTest {

  private static final String ANSWER =
      "{\"took\":1,\"hits\":{\"total\":2,\"hits\":[{\"_id\":\"a\",\"_source\":{\"x\":1,\"y\":2}},{\"_id\":\"b\"}]}}";

  private static String filtered(String... paths) {
    Object tree = Json.tree(ANSWER.getBytes(StandardCharsets.UTF_8));
    Object kept = ResponseShape.filtered(tree, List.of(paths));
    return new String(Json.write(out -> Json.any(out, kept)), StandardCharsets.UTF_8);
  }

  @Test
  void onlyWhatThePathsNameIsLeft() {
    assertThat(filtered("took")).isEqualTo("{\"took\":1}");
    assertThat(filtered("hits.hits._id", "took"))
        .isEqualTo("{\"took\":1,\"hits\":{\"hits\":[{\"_id\":\"a\"},{\"_id\":\"b\"}]}}");
    assertThat(filtered("**._source"))
        .isEqualTo("{\"hits\":{\"hits\":[{\"_source\":{\"x\":1,\"y\":2}}]}}");
    assertThat(filtered("h*.t*")).isEqualTo("{\"hits\":{\"total\":2}}");
    assertThat(filtered("none")).isEqualTo("{}");
    assertThat(filtered("-hits.hits._source.x", "-took"))
        .isEqualTo(
            "{\"hits\":{\"total\":2,\"hits\":[{\"_id\":\"a\",\"_source\":{\"y\":2}},{\"_id\":\"b\"}]}}");
  }
}
