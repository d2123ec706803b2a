package io.mallwatch.starter.business;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ActiveUsersTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2025-11-18T04:00:00Z"));
  private final ActiveUsers users = new ActiveUsers(now::get, Duration.ofMinutes(15));

  @Test
  void eachUserCountsOnce() {
    users.seen("a");
    users.seen("b");
    users.seen("a");

    assertThat(users.count()).isEqualTo(2);
  }

  @Test
  void usersAreForgottenAfterTheWindow() {
    users.seen("a");
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
    users.seen("b");
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    assertThat(users.count()).isEqualTo(2);

    now.updateAndGet(time -> time.plusMillis(1));
    assertThat(users.count()).isEqualTo(1);
  }

  @Test
  void pastTheBoundNewUsersWaitUntilOldOnesAreForgotten() {
    for (int i = 0; i < ActiveUsers.MAX_USERS; i++) {
      users.seen("u" + i);
    }
    users.seen("late");
    assertThat(users.count()).isEqualTo(ActiveUsers.MAX_USERS);

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(16)));
    users.seen("late");
    assertThat(users.count()).isEqualTo(1);
  }
}
