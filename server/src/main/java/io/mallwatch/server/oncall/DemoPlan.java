package io.mallwatch.server.oncall;

import io.mallwatch.ops.oncall.OnCall;
import java.util.List;
import java.util.Map;

/// Who is on call in the demo: three people who take weekly turns, whose phone is the terminal.
public final class DemoPlan {

  private DemoPlan() {}

  /// Begins with it where there is no plan yet.
  ///
  /// @param phone webhook that rings
  public static void begin(OnCall onCall, String phone) {
    if (onCall.current().version() > 0) {
      return;
    }
    var _ =
        onCall.replace(
            Map.of(
                "people",
                List.of(
                    person("wang", "王芳", phone),
                    person("li", "李雷", phone),
                    person("zhao", "赵敏", phone)),
                "teams",
                List.of(
                    Map.of("id", "ops", "name", "运维组", "members", List.of("wang", "li", "zhao"))),
                "schedules",
                List.of(
                    Map.of(
                        "id",
                        "primary",
                        "name",
                        "主值班",
                        "layers",
                        List.of(
                            Map.of(
                                "name", "周轮",
                                "people", List.of("wang", "li", "zhao"),
                                "turn", "weekly",
                                "weekday", "monday",
                                "handover", "09:00",
                                "start", "2026-01-05")))),
                "policies",
                List.of(
                    Map.of(
                        "id",
                        "standard",
                        "name",
                        "标准",
                        "steps",
                        List.of(
                            Map.of("after", 0, "targets", List.of("schedule:primary")),
                            Map.of("after", 10, "targets", List.of("team:ops"))),
                        "repeat",
                        15))),
            0,
            "demo");
  }

  private static Map<String, Object> person(String id, String name, String phone) {
    return Map.of(
        "id",
        id,
        "name",
        name,
        "contacts",
        List.of(Map.of("kind", "webhook", "address", phone, "least", "P2")));
  }
}
