package io.mallwatch.monitors.security;

import io.mallwatch.logs.LogStore;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.monitors.security.sigma.SigmaRules;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A monitor that is fed entries one by one; time stands still unless it is moved.
final class Watched {

  final FakeClock clock = FakeClock.mondayMorning();
  final MemoryFindings kept = new MemoryFindings();
  final Findings findings = new Findings(kept, clock);
  final SecurityMonitor monitor;
  private int ids;

  Watched(List<String> allowed, List<String> disabled) {
    this(allowed, disabled, SigmaRules.NONE);
  }

  Watched(List<String> allowed, List<String> disabled, SigmaRules rules) {
    monitor = new SecurityMonitor(findings, new AllowList(allowed), disabled, rules);
  }

  Watched() {
    this(List.of(), List.of());
  }

  static final class MemoryFindings implements FindingRepository {
    final Map<Long, Finding> rows = new TreeMap<>();

    @Override
    public List<Finding> newest(int most) {
      return List.copyOf(rows.values());
    }

    @Override
    public void save(Collection<Finding> findings, int keep) {
      findings.forEach(finding -> rows.put(finding.number(), finding));
    }
  }

  Watched pass(Duration by) {
    clock.advance(by);
    return this;
  }

  /// @param data field, value, field, value ...
  Watched entry(@Nullable String category, @Nullable String action, String user, Object... data) {
    LogEntry.Builder entry =
        LogEntry.builder(clock.instant(), LogLevel.INFO, "mall", "a line")
            .category(category)
            .action(action)
            .userId(user.isEmpty() ? null : user);
    for (int i = 0; i + 1 < data.length; i += 2) {
      entry.data(String.valueOf(data[i]), data[i + 1]);
    }
    return entry(entry.build());
  }

  Watched entry(LogEntry entry) {
    monitor.stored("logs", List.of(entry), List.of(new LogStore.Appended("e" + ++ids, true)));
    return this;
  }

  Watched login(String user, String ip, boolean success) {
    return entry(
        "user_activity",
        "login",
        user,
        "success",
        success,
        "deviceInfo",
        Map.of("ip", ip, "userAgent", "Mozilla/5.0"));
  }

  Watched request(String ip, String url, int status) {
    return entry(
        "access",
        null,
        "",
        "ip",
        ip,
        "method",
        "GET",
        "url",
        url,
        "status",
        status,
        "userAgent",
        "Mozilla/5.0");
  }

  /// `detection level subject` of everything that was found, the oldest first.
  List<String> found() {
    List<String> found = new ArrayList<>();
    for (Finding finding : findings.list(_ -> true, 1000).reversed()) {
      found.add(finding.detection() + " " + finding.level().text() + " " + finding.subject());
    }
    return found;
  }
}
