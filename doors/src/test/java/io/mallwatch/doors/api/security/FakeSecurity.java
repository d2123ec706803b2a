package io.mallwatch.doors.api.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One finding of an attack from 203.0.113.9; keeps the last filter.
public final class FakeSecurity implements SecurityView {

  private static final Instant AT = Instant.parse("2026-11-02T01:30:00Z");

  final List<Filter> asked = new ArrayList<>();
  private Finding finding =
      new Finding(
          "SEC-000001",
          "WEB-1",
          new Bilingual("SQL注入", "SQL injection"),
          "high",
          "203.0.113.9",
          "mall",
          AT,
          AT.plusSeconds(60),
          7,
          "open",
          List.of(new Evidence("zhongdao-mall-logs-2026.11.02", "e1")),
          null,
          null,
          "",
          "/logs?q=203.0.113.9");

  @Override
  public List<Finding> findings(Filter filter, int limit) {
    asked.add(filter);
    return List.of(finding);
  }

  @Override
  public Optional<Finding> find(String id) {
    return Optional.of(finding).filter(one -> one.id().equals(id));
  }

  @Override
  public Optional<Finding> acknowledge(String id, String by, String note) {
    Optional<Finding> found = find(id);
    found.ifPresent(one ->
        finding =
            new Finding(
                one.id(),
                one.detection(),
                one.title(),
                one.level(),
                one.subject(),
                one.service(),
                one.firstAt(),
                one.lastAt(),
                one.hits(),
                "acknowledged",
                one.evidence(),
                by,
                AT.plusSeconds(90),
                note,
                one.logs()));
    return find(id);
  }

  @Override
  public List<Detection> detections() {
    return List.of(
        new Detection(
            "WEB-1",
            new Bilingual("SQL注入", "SQL injection"),
            new Bilingual("说明", "Meaning"),
            List.of("info", "high"),
            "built-in",
            true,
            7,
            AT));
  }
}
