package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.store.SessionStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Health of the whole and of its parts: 200 with `UP`, or 503 with `DOWN`. Each domain's health is
/// that its table answers.
@RestController
class HealthController {
  private static final Logger logger = LoggerFactory.getLogger(HealthController.class);

  private final JdbcClient jdbc;
  private final SessionStore sessions;

  HealthController(JdbcClient jdbc, SessionStore sessions) {
    this.jdbc = jdbc;
    this.sessions = sessions;
  }

  @GetMapping("/health")
  ResponseEntity<Map<String, Object>> health() {
    var parts = new LinkedHashMap<String, Boolean>();
    parts.put("database", answers("SELECT 1"));
    parts.put("redis", sessions.healthy());
    return answer(parts);
  }

  @GetMapping("/health/database")
  ResponseEntity<Map<String, Object>> database() {
    return answer(Map.of("database", answers("SELECT 1")));
  }

  @GetMapping("/health/redis")
  ResponseEntity<Map<String, Object>> redis() {
    return answer(Map.of("redis", sessions.healthy()));
  }

  @GetMapping("/api/v1/users/health")
  ResponseEntity<Map<String, Object>> users() {
    return answer(Map.of("users", answers("SELECT id FROM users LIMIT 1")));
  }

  @GetMapping("/api/v1/shops/health")
  ResponseEntity<Map<String, Object>> shops() {
    return answer(Map.of("shops", answers("SELECT id FROM shops LIMIT 1")));
  }

  @GetMapping("/api/v1/purchases/health")
  ResponseEntity<Map<String, Object>> purchases() {
    return answer(Map.of("purchases", answers("SELECT id FROM purchase_orders LIMIT 1")));
  }

  @GetMapping("/api/v1/points/health")
  ResponseEntity<Map<String, Object>> points() {
    return answer(Map.of("points", answers("SELECT id FROM points_transactions LIMIT 1")));
  }

  private boolean answers(String query) {
    try {
      jdbc.sql(query).query((row, number) -> row.getLong(1)).list();
      return true;
    } catch (DataAccessException down) {
      logger.warn("health check failed query={} reason={}", query, down.getMessage());
      return false;
    }
  }

  private static ResponseEntity<Map<String, Object>> answer(Map<String, Boolean> parts) {
    boolean up = parts.values().stream().allMatch(part -> part);
    var components = new LinkedHashMap<String, String>();
    parts.forEach((name, healthy) -> components.put(name, healthy ? "UP" : "DOWN"));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", up ? "UP" : "DOWN");
    body.put("components", components);
    return ResponseEntity.status(up ? 200 : 503).body(body);
  }
}
