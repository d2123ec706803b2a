package io.mallwatch.server.view;

import io.mallwatch.alerts.config.AlertmanagerConfig;
import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.inhibit.Inhibitor;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.route.HeldAlert;
import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.route.RouteWalk;
import io.mallwatch.alerts.route.TimeInterval;
import io.mallwatch.doors.api.alert.RoutesView;
import io.mallwatch.doors.channels.ReceiverSink;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The tree of routes for the console, and who would be told of an alert.
public final class RouteDesk implements RoutesView {

  private final EmbeddedAlerts alerts;
  private final ReceiverDesk receivers;
  private final InstantSource clock;

  public RouteDesk(EmbeddedAlerts alerts, ReceiverDesk receivers, InstantSource clock) {
    this.alerts = alerts;
    this.receivers = receivers;
    this.clock = clock;
  }

  @Override
  public List<Node> tree() {
    return nodes(Labels.EMPTY, false);
  }

  private List<Node> nodes(Labels labels, boolean walked) {
    AlertmanagerConfig config = alerts.config();
    Instant now = clock.instant();
    List<Node> nodes = new ArrayList<>();
    for (RouteWalk.Step step : RouteWalk.of(config.root(), labels)) {
      nodes.add(node(nodes.size(), step, walked, config, now));
    }
    return nodes;
  }

  private static Node node(
      int id, RouteWalk.Step step, boolean walked, AlertmanagerConfig config, Instant now) {
    Route route = step.route();
    Route.Options options = route.options();
    return new Node(
        id,
        step.parent(),
        step.depth(),
        texts(route.matchers()),
        route.continues(),
        options.receiver(),
        channels(config, options.receiver()),
        options.groupByAll() ? List.of("...") : options.groupBy().stream().sorted().toList(),
        new Timers(options.groupWait(), options.groupInterval(), options.repeatInterval()),
        walked ? step.outcome().name().toLowerCase(Locale.ROOT) : "",
        walked ? step.refusedBy().map(Matcher::toString).orElse("") : "",
        mutedBy(config, options, now));
  }

  private static List<String> texts(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).toList();
  }

  private static List<String> channels(AlertmanagerConfig config, String receiver) {
    return config.receivers().stream()
        .filter(one -> one.name().equals(receiver))
        .map(ReceiverConfig::channels)
        .flatMap(List::stream)
        .map(ChannelConfig::family)
        .toList();
  }

  /// Names of mute times that hold now; of active times when none holds.
  private static List<String> mutedBy(
      AlertmanagerConfig config, Route.Options options, Instant now) {
    Stream<String> muting =
        options.muteIntervals().stream().filter(name -> holds(config, name, now));
    boolean inactive =
        !options.activeIntervals().isEmpty()
            && options.activeIntervals().stream().noneMatch(name -> holds(config, name, now));
    return Stream.concat(muting, inactive ? options.activeIntervals().stream() : Stream.empty())
        .toList();
  }

  private static boolean holds(AlertmanagerConfig config, String name, Instant now) {
    List<TimeInterval> intervals = config.intervals().getOrDefault(name, List.of());
    return intervals.stream().anyMatch(interval -> interval.contains(now));
  }

  @Override
  public Optional<List<ReceiverSink.Outcome>> test(String receiver) {
    return receivers.test(receiver);
  }

  @Override
  public Way way(Map<String, String> given) {
    Labels labels = Labels.of(given);
    Instant now = clock.instant();
    List<Silence> silences =
        alerts.silences().covering(labels, now).stream()
            .flatMap(id -> alerts.silences().find(id).stream())
            .map(silence ->
                new Silence(
                    silence.id(),
                    texts(silence.matchers()),
                    silence.endsAt(),
                    silence.createdBy(),
                    silence.comment()))
            .toList();
    Inhibitor inhibitor = new Inhibitor(alerts.config().inhibitRules());
    inhibitor.update(alerts.dispatcher().alerts().stream().map(HeldAlert::alert).toList());
    Map<String, String> inhibitedBy =
        inhibitor.inhibiting(labels, now).map(alert -> alert.labels().toMap()).orElse(Map.of());
    return new Way(nodes(labels, true), silences, inhibitedBy);
  }
}
