package io.mallwatch.server.config;

import io.mallwatch.monitors.business.calendar.DayCalendar;
import io.mallwatch.monitors.business.mall.MallAccess;
import io.mallwatch.monitors.business.mall.MallSchema;
import io.mallwatch.monitors.business.slo.Slo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Keys `business.*`.
///
/// @param access how the mall's database is reached; empty when it is not, or a file says so
/// @param accessFile says how it is reached; empty text for none
/// @param zone where the database's times are
/// @param timeLimit longest that one question to it may take
/// @param interval how often figures are asked for
/// @param ledgerInterval how often the books are checked
public record BusinessConfig(
    Optional<MallAccess> access,
    String accessFile,
    ZoneId zone,
    Duration timeLimit,
    Duration interval,
    Duration ledgerInterval,
    MallSchema schema,
    List<Slo> slos,
    List<DayCalendar.Special> days) {

  public BusinessConfig {
    slos = List.copyOf(slos);
    days = List.copyOf(days);
  }

  /// How the mall's database is reached now; a file is read anew, since it may come later.
  public Optional<MallAccess> accessNow() {
    return access.isPresent() || accessFile.isEmpty()
        ? access
        : MallAccess.ofFile(Path.of(accessFile));
  }
}
