package io.mallwatch.samplemall;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What the sample mall can be told, under `mall.*`.
///
/// @param dataDir where the mall keeps its database, logs and marks
/// @param jdbcUrl a database to use instead of a private one
/// @param jdbcUser its user
/// @param jdbcPassword its password
/// @param database `auto` takes MariaDB if it is installed, else H2
/// @param sessions `auto` takes Redis if it is installed, else memory
/// @param trafficRate requests per second at midday; 0 for no traffic
/// @param faults switched on from the start
/// @param historyDays how many days of past to lay down, 0 for none
/// @param mallwatchUrl where Mallwatch listens; absent means that nothing is sent
@ConfigurationProperties("mall")
public record MallProperties(
    @DefaultValue("sample-mall-data") Path dataDir,
    @Nullable String jdbcUrl,
    @DefaultValue("") String jdbcUser,
    @DefaultValue("") String jdbcPassword,
    @DefaultValue("auto") DatabaseChoice database,
    @DefaultValue("auto") SessionChoice sessions,
    @DefaultValue("8") double trafficRate,
    @DefaultValue List<String> faults,
    @DefaultValue("0") int historyDays,
    @Nullable URI mallwatchUrl) {

  public MallProperties {
    if (!(trafficRate >= 0 && trafficRate <= 500)) {
      throw new IllegalArgumentException("mall.traffic-rate must be 0 to 500, not " + trafficRate);
    }
    if (historyDays < 0 || historyDays > 366) {
      throw new IllegalArgumentException("mall.history-days must be 0 to 366, not " + historyDays);
    }
  }

  /// Which database to run.
  public enum DatabaseChoice {
    AUTO,
    MARIADB,
    H2
  }

  /// Where to keep sessions.
  public enum SessionChoice {
    AUTO,
    REDIS,
    MEMORY
  }
}
