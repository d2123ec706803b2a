package io.mallwatch.monitors.business.mall;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mall's database, by one connection that only reads.
///
/// The connection is opened when it is first needed and again after a failure, is told to be
/// read-only, and no statement runs longer than the limit. Not thread-safe: one thread asks.
public final class MallDatabase implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(MallDatabase.class);

  private static final int MOST_TEXT = 200;

  private final Supplier<Optional<MallAccess>> access;
  private final MallSchema schema;
  private final ZoneId zone;
  private final Duration limit;

  private @Nullable Connection connection;
  private @Nullable MallAccess connected;

  /// The round whose questions are not asked, since connecting failed in it, and why.
  private Instant failedRound = Instant.MIN;

  private String failure = "";

  /// @param access how it is reached now; empty while nobody has said
  /// @param zone where its times are
  /// @param limit longest that one statement may run
  public MallDatabase(
      Supplier<Optional<MallAccess>> access, MallSchema schema, ZoneId zone, Duration limit) {
    this.access = access;
    this.schema = schema;
    this.zone = zone;
    this.limit = limit;
  }

  /// Whether somebody has said where it is.
  public boolean isConfigured() {
    return access.get().isPresent();
  }

  /// Where it is, for people.
  public String description() {
    return access.get().map(MallAccess::toString).orElse("");
  }

  public MallSchema schema() {
    return schema;
  }

  /// `template` as people may read and try it.
  public String readable(SqlTemplate template, Instant now) {
    return template.readable(schema, now, zone);
  }

  /// The rows that `template` gives as of `now`, at most `most` of them, columns by their labels in
  /// lower case; numbers are [Double], all else is text of at most 200 letters, SQL's null is
  /// absent.
  ///
  /// @throws NotMappedException when the mall lacks something that is asked for
  /// @throws MallQueryException when the database cannot be reached or refuses
  public List<Map<String, Object>> rows(SqlTemplate template, Instant now, int most) {
    Connection open = connection(now);
    SqlTemplate.Filled filled =
        template.fill(schema, Dialect.of(connected == null ? "" : connected.url()), now, zone);
    try (PreparedStatement statement = open.prepareStatement(filled.sql())) {
      statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
      statement.setMaxRows(most);
      for (int i = 0; i < filled.parameters().size(); i++) {
        statement.setObject(i + 1, filled.parameters().get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        List<Map<String, Object>> rows = new ArrayList<>();
        while (rows.size() < most && result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    } catch (SQLException e) {
      if (isConnectionLost(open)) {
        close();
      }
      throw new MallQueryException(cut(reason(e)), e);
    }
  }

  private static Map<String, Object> row(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      Object value = result.getObject(i);
      if (value != null) {
        row.put(
            columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
            value instanceof Number number ? (Object) number.doubleValue() : cut(value.toString()));
      }
    }
    return row;
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }

  /// Once a round (`now`) it is tried to connect, so that a silent host does not hold up every
  /// question.
  private Connection connection(Instant now) {
    MallAccess wanted =
        access.get().orElseThrow(() -> new MallQueryException("business.database is not set"));
    Connection open = connection;
    if (open != null && wanted.equals(connected)) {
      return open;
    }
    if (now.equals(failedRound)) {
      throw new MallQueryException(failure);
    }
    close();
    try {
      open = connect(wanted);
    } catch (MallQueryException e) {
      failedRound = now;
      failure = String.valueOf(e.getMessage());
      throw e;
    }
    connection = open;
    connected = wanted;
    logger.info("event=mall_database_connected where={}", wanted);
    return open;
  }

  private Connection connect(MallAccess wanted) {
    Dialect dialect = Dialect.of(wanted.url());
    Properties properties = new Properties();
    properties.setProperty("user", wanted.user());
    properties.setProperty("password", wanted.password());
    for (String[] timeout : dialect.timeouts(limit)) {
      if (!wanted.url().contains(timeout[0] + "=")) {
        properties.setProperty(timeout[0], timeout[1]);
      }
    }
    Connection open = null;
    try {
      open = DriverManager.getConnection(Dialect.driverUrl(wanted.url()), properties);
      open.setReadOnly(true);
      open.setAutoCommit(true);
      try (Statement statement = open.createStatement()) {
        for (String sql : dialect.opening(limit)) {
          statement.execute(sql);
        }
      }
      return open;
    } catch (SQLException e) {
      close(open);
      throw new MallQueryException(
          cut(reason(e).replace(Dialect.driverUrl(wanted.url()), wanted.toString())), e);
    }
  }

  private static boolean isConnectionLost(Connection connection) {
    try {
      return !connection.isValid(2);
    } catch (SQLException e) {
      return true;
    }
  }

  private static String reason(SQLException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replaceAll("\\s+", " ").strip();
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        logger.debug("event=mall_database_close_failed", e);
      }
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    connected = null;
    close(open);
  }
}
