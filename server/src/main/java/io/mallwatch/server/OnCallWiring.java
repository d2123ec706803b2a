package io.mallwatch.server;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.oncall.AckDoor;
import io.mallwatch.doors.oncall.StatusDoor;
import io.mallwatch.doors.pagerduty.PagerDutyDoor;
import io.mallwatch.ops.oncall.AckLinks;
import io.mallwatch.ops.oncall.Escalations;
import io.mallwatch.ops.oncall.GapWatch;
import io.mallwatch.ops.oncall.OnCall;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.oncall.ContactChannels;
import io.mallwatch.server.oncall.DemoPlan;
import io.mallwatch.server.oncall.PageDesk;
import io.mallwatch.server.state.SqlAnnotations;
import io.mallwatch.server.state.SqlOnCall;
import io.mallwatch.server.state.StateDatabase;
import io.mallwatch.server.view.PagerDutyEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// Who is called about incidents.
///
/// @param onCall the plan
/// @param links with which people acknowledge without logging in
record OnCallWiring(
    OnCall onCall, Escalations escalations, GapWatch gaps, AckLinks links, PageDesk pages)
    implements AutoCloseable {

  private static final Duration STEP_INTERVAL = Duration.ofSeconds(5);
  private static final Duration GAP_INTERVAL = Duration.ofMinutes(1);

  static OnCallWiring open(
      Config config,
      String externalUrl,
      AlertsWiring alerts,
      StateDatabase state,
      InstantSource clock,
      RandomGenerator random) {
    SqlOnCall kept = new SqlOnCall(state);
    AckLinks links = new AckLinks(kept.linkKey(() -> key(random)), clock);
    PageDesk pages =
        new PageDesk(
            alerts.routes(),
            alerts.incidents(),
            new ContactChannels(alerts.routes(), config.alerts().email()),
            new PageDesk.Signing(links, externalUrl),
            config.server().timeZone(),
            clock);
    OnCall onCall = new OnCall(kept, pages, config.server().timeZone(), clock, random);
    return new OnCallWiring(
        onCall,
        new Escalations(alerts.incidents(), onCall, kept, pages, clock),
        new GapWatch(onCall, alerts.routes(), clock),
        links,
        pages);
  }

  private static byte[] key(RandomGenerator random) {
    byte[] key = new byte[AckLinks.KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  /// What others may open and send without the console.
  List<Door> doors(
      Config config,
      AlertsWiring alerts,
      StateDatabase state,
      InstantSource clock,
      RandomGenerator random) {
    List<Door> doors = new ArrayList<>();
    doors.add(new AckDoor(alerts.incidents(), onCall, links, config.server().timeZone()));
    doors.add(
        new PagerDutyDoor(
            new PagerDutyEvents(
                alerts.incidents(), alerts.routes(), new SqlAnnotations(state), clock),
            new PagerDutyDoor.Access(
                config.onCall().pagerdutyKeys(), config.onCall().pagerdutySecret().reveal()),
            () -> HexFormat.of().toHexDigits(random.nextLong())));
    if (config.onCall().statusPage()) {
      doors.add(new StatusDoor(alerts.incidents(), config.server().timeZone(), clock));
    }
    return doors;
  }

  /// Gives the demo people to call: the phone of all is its webhook.
  void beginDemo(Config config) {
    config.alerts().webhooks().stream()
        .findFirst()
        .ifPresent(phone -> DemoPlan.begin(onCall, phone));
  }

  /// Begins to call.
  void start(Ticker ticker) {
    ticker.every("escalations", STEP_INTERVAL, escalations::tick);
    ticker.every("oncall-gaps", GAP_INTERVAL, gaps::tick);
  }

  @Override
  public void close() {
    pages.close();
  }
}
