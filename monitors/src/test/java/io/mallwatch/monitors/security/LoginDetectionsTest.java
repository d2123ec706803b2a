package io.mallwatch.monitors.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginDetectionsTest {

  private final Watched watched = new Watched();

  @Test
  void tenFailuresOfOneAccountAreBruteForceAndThirtyAreHigh() {
    for (int i = 0; i < 9; i++) {
      watched.login("ann", "", false);
    }
    assertThat(watched.found()).isEmpty();
    watched.login("ann", "", false);
    assertThat(watched.found()).containsExactly("AUTH-1 warning ann");
    for (int i = 0; i < 20; i++) {
      watched.login("ann", "", false);
    }
    assertThat(watched.found()).containsExactly("AUTH-1 high ann");
  }

  @Test
  void failuresThatAreSpreadOverHoursAndSuccessesAreNoBruteForce() {
    for (int i = 0; i < 40; i++) {
      watched.pass(Duration.ofMinutes(2)).login("ann", "10.0.0.1", false);
      watched.login("bob", "10.0.0.2", true);
    }
    assertThat(watched.found()).isEmpty();
  }

  @Test
  void twentyFailuresFromOneAddressAreBruteForceOfIt() {
    for (int i = 0; i < 20; i++) {
      watched.login("user" + i % 4, "203.0.113.9", false);
    }
    assertThat(watched.found()).contains("AUTH-2 warning 203.0.113.9");
    assertThat(watched.findings.list(_ -> true, 1).getFirst().evidence()).hasSize(10);
  }

  @Test
  void manyAccountsTriedOnceOrTwiceFromOneAddressIsStuffing() {
    for (int i = 0; i < 25; i++) {
      watched.pass(Duration.ofSeconds(20)).login("user" + i, "203.0.113.9", false);
    }
    assertThat(watched.found()).contains("AUTH-3 high 203.0.113.9");
    assertThat(watched.found()).noneMatch(found -> found.startsWith("AUTH-4"));
  }

  @Test
  void fiveAccountsTriedAFewTimesEachFromOneAddressIsSpraying() {
    for (int i = 0; i < 15; i++) {
      watched.pass(Duration.ofMinutes(3)).login("user" + i % 5, "203.0.113.9", false);
    }
    assertThat(watched.found()).containsExactly("AUTH-4 high 203.0.113.9");
  }

  @Test
  void oneAccountTriedFromManyAddressesIsDistributed() {
    for (int i = 0; i < 10; i++) {
      watched.pass(Duration.ofMinutes(2)).login("ann", "203.0.113." + i % 5, false);
    }
    assertThat(watched.found()).contains("AUTH-5 high ann");
  }

  @Test
  void aLogInThatSucceedsAfterAnAttackIsCritical() {
    for (int i = 0; i < 12; i++) {
      watched.login("ann", "203.0.113.9", false);
    }
    watched.pass(Duration.ofMinutes(5)).login("ann", "203.0.113.9", true);

    assertThat(watched.found()).contains("AUTH-6 critical ann");
  }

  @Test
  void aLogInLongAfterAnAttackIsNot() {
    for (int i = 0; i < 12; i++) {
      watched.login("ann", "203.0.113.9", false);
    }
    watched.pass(Duration.ofMinutes(31)).login("ann", "203.0.113.9", true);

    assertThat(watched.found()).noneMatch(found -> found.startsWith("AUTH-6"));
  }

  @Test
  void anAdministratorOnANewDeviceIsFoundAndAnyoneElseIsNot() {
    for (String role : new String[] {"admin", "member"}) {
      device(role + "-user", role, "10.0.0.1", "Firefox");
      device(role + "-user", role, "10.0.0.1", "Firefox");
      device(role + "-user", role, "198.51.100.7", "curl");
    }
    assertThat(watched.found()).containsExactly("AUTH-7 high admin-user");
  }

  private void device(String user, String role, String ip, String agent) {
    watched.entry(
        "user_activity",
        "login",
        user,
        "success",
        true,
        "role",
        role,
        "ip",
        ip,
        "userAgent",
        agent);
  }

  @Test
  void beijingAndNewYorkWithinAnHourIsImpossibleAndShanghaiByTrainIsNot() {
    place("ann", 39.9, 116.4);
    watched.pass(Duration.ofHours(1));
    place("ann", 40.7, -74.0);
    place("bob", 39.9, 116.4);
    watched.pass(Duration.ofHours(5));
    place("bob", 31.2, 121.5);

    assertThat(watched.found()).containsExactly("AUTH-8 high ann");
  }

  private void place(String user, double latitude, double longitude) {
    watched.entry(
        "user_activity",
        "login",
        user,
        "success",
        true,
        "location",
        Map.of("lat", latitude, "lon", longitude));
  }

  @Test
  void aWithdrawalSoonAfterAChangeOfPasswordIsFoundAndALaterOneIsNot() {
    watched.entry("user_activity", "password_change", "ann", "success", true);
    watched.entry("user_activity", "password_change", "bob", "success", true);
    watched.pass(Duration.ofMinutes(20)).entry("business", "withdraw", "ann", "amount", 500);
    watched.pass(Duration.ofMinutes(50)).entry("business", "withdraw", "bob", "amount", 500);
    watched.entry("business", "withdraw", "eve", "amount", 500);

    assertThat(watched.found()).containsExactly("AUTH-9 high ann");
  }

  @Test
  void manyAccountsOnOneDeviceAndManyRegistrationsFromOneAddressAreFound() {
    for (int i = 0; i < 5; i++) {
      watched.entry("user_activity", "login", "u" + i, "success", true, "deviceId", "D-1");
      watched.entry("user_activity", "login", "same", "success", true, "deviceId", "D-2");
    }
    for (int i = 0; i < 20; i++) {
      watched.entry("user_activity", "register", "new" + i, "ip", "203.0.113.50");
    }
    assertThat(watched.found())
        .containsExactly("AUTH-10 warning D-1", "AUTH-10 warning 203.0.113.50");
  }
}
