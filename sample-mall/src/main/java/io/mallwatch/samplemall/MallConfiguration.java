package io.mallwatch.samplemall;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.mallwatch.samplemall.MallProperties.SessionChoice;
import io.mallwatch.samplemall.fault.Fault;
import io.mallwatch.samplemall.fault.Faults;
import io.mallwatch.samplemall.fault.HeldConnections;
import io.mallwatch.samplemall.fault.HeldLocks;
import io.mallwatch.samplemall.fault.HeldMemory;
import io.mallwatch.samplemall.fault.SettingFault;
import io.mallwatch.samplemall.fault.SilencedLogs;
import io.mallwatch.samplemall.history.Seeder;
import io.mallwatch.samplemall.shop.Catalogue;
import io.mallwatch.samplemall.shop.LevelCounts;
import io.mallwatch.samplemall.shop.Levels;
import io.mallwatch.samplemall.shop.Orders;
import io.mallwatch.samplemall.shop.PaymentGateway;
import io.mallwatch.samplemall.shop.Points;
import io.mallwatch.samplemall.shop.Users;
import io.mallwatch.samplemall.store.MallDatabase;
import io.mallwatch.samplemall.store.MemorySessions;
import io.mallwatch.samplemall.store.RedisSessions;
import io.mallwatch.samplemall.store.SessionStore;
import io.mallwatch.samplemall.traffic.Action;
import io.mallwatch.samplemall.traffic.TrafficGenerator;
import io.mallwatch.samplemall.traffic.TrafficShape;
import io.mallwatch.samplemall.web.WebConfiguration;
import io.mallwatch.starter.business.BusinessMetrics;
import io.mallwatch.starter.business.SecurityAuditLogger;
import io.mallwatch.starter.business.UserActivityLogger;
import io.mallwatch.starter.trace.ClientSpanConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/// What the mall consists of, in the order in which data flows.
@Configuration(proxyBeanMethods = false)
@Import(WebConfiguration.class)
class MallConfiguration {
  private static final int POOL = 20;
  private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Bean
  MallAddress mallAddress() {
    return new MallAddress();
  }

  @Bean
  MallDatabase mallDatabase(MallProperties properties, RandomGenerator random) {
    return MallDatabase.open(properties, random);
  }

  /// Opens its first connection when asked for one, which is after the database is ready.
  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(MallDatabase database) {
    var pool = new HikariDataSource();
    pool.setPoolName("mall");
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(POOL);
    pool.setMinimumIdle(4);
    pool.setConnectionTimeout(3000);
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  @Bean(destroyMethod = "close")
  SessionStore sessions(
      MallProperties properties, InstantSource clock, ObservationRegistry observations)
      throws IOException {
    boolean redis =
        properties.sessions() == SessionChoice.REDIS
            || (properties.sessions() == SessionChoice.AUTO && RedisSessions.installed());
    return redis
        ? RedisSessions.start(properties.dataDir(), observations)
        : new MemorySessions(clock);
  }

  @Bean(destroyMethod = "close")
  Faults faults(MallDatabase database, DataSource dataSource, JdbcClient jdbc) throws SQLException {
    var faults = new Faults();
    faults.define(Fault.UPGRADE_FAILURES, SettingFault.inactiveLevelRules(jdbc));
    faults.define(Fault.POINTS_TRANSFER_FAILURES, SettingFault.frozenLedger(jdbc));
    faults.define(
        Fault.CONNECTION_POOL_EXHAUSTION,
        new HeldConnections(dataSource.unwrap(HikariDataSource.class)));
    faults.define(Fault.MEMORY_PRESSURE, new HeldMemory());
    faults.define(
        Fault.LOCK_WAITS,
        new HeldLocks(() ->
            DriverManager.getConnection(database.url(), database.user(), database.password())));
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      faults.define(Fault.SILENT_LOGS, new SilencedLogs(context));
    }
    return faults;
  }

  @Bean
  Users.Watch watch(
      BusinessMetrics metrics, UserActivityLogger activity, SecurityAuditLogger audit) {
    return new Users.Watch(metrics, activity, audit);
  }

  @Bean
  TransactionTemplate transactions(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  Users users(
      JdbcClient jdbc,
      SessionStore sessions,
      Users.Watch watch,
      InstantSource clock,
      RandomGenerator random) {
    return new Users(jdbc, sessions, watch, clock, random);
  }

  @Bean
  Catalogue catalogue(JdbcClient jdbc, Faults faults, RandomGenerator random) {
    return new Catalogue(jdbc, faults, random);
  }

  @Bean
  PaymentGateway paymentGateway(RestClient.Builder http, MallAddress address) {
    var requests = new SimpleClientHttpRequestFactory();
    requests.setConnectTimeout(GATEWAY_TIMEOUT);
    requests.setReadTimeout(GATEWAY_TIMEOUT);
    RestClient client =
        http.requestFactory(requests)
            .observationConvention(new ClientSpanConvention("payment-gateway"))
            .build();
    return new PaymentGateway(client, () -> address.uri().resolve("/demo/payment-gateway/pay"));
  }

  @Bean
  Orders orders(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      PaymentGateway gateway,
      Faults faults,
      Users.Watch watch,
      InstantSource clock) {
    return new Orders(jdbc, transactions, gateway, faults, watch, clock, System::nanoTime);
  }

  @Bean
  Points points(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      BusinessMetrics metrics,
      InstantSource clock) {
    return new Points(jdbc, transactions, metrics, clock);
  }

  @Bean
  Levels levels(
      JdbcClient jdbc, TransactionTemplate transactions, Users.Watch watch, InstantSource clock) {
    return new Levels(
        jdbc, transactions, watch.metrics(), watch.activity(), clock, System::nanoTime);
  }

  @Bean(destroyMethod = "close")
  LevelCounts levelCounts(JdbcClient jdbc, BusinessMetrics metrics) {
    var counts = new LevelCounts(jdbc);
    metrics.userLevels(counts::latest);
    return counts;
  }

  @Bean
  Seeder seeder(JdbcTemplate jdbc, TransactionTemplate transactions, InstantSource clock) {
    return new Seeder(jdbc, transactions, clock);
  }

  /// A mall without live traffic still had some in the past.
  @Bean
  TrafficShape trafficShape(MallProperties properties) {
    double rate = properties.trafficRate();
    return new TrafficShape(rate > 0 ? rate : Action.REFERENCE_RATE);
  }

  @Bean(destroyMethod = "close")
  TrafficGenerator trafficGenerator(
      TrafficShape shape,
      Faults faults,
      InstantSource clock,
      RandomGenerator random,
      ObjectMapper json,
      MeterRegistry registry) {
    return new TrafficGenerator(shape, faults, clock, random, json, registry);
  }

  @Bean
  MallOpening mallOpening(
      MallProperties properties,
      MallDatabase database,
      SessionStore sessions,
      JdbcClient jdbc,
      Seeder seeder,
      LevelCounts levelCounts,
      Faults faults,
      TrafficGenerator traffic,
      TrafficShape shape,
      MallAddress address,
      ObjectMapper json,
      InstantSource clock) {
    return new MallOpening(
        properties,
        new MallOpening.Stores(database, sessions, jdbc, seeder, levelCounts),
        faults,
        new MallOpening.Customers(traffic, shape, address),
        json,
        clock);
  }
}
