package io.mallwatch.server.view;

import io.mallwatch.alerts.silence.InvalidSilenceException;
import io.mallwatch.alerts.silence.Silence;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.doors.alertmanager.AlertmanagerPorts;
import io.mallwatch.model.BadQueryException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Silences for the Alertmanager door.
public final class SilenceDesk implements AlertmanagerPorts.Silences {

  private final Silences silences;
  private final InstantSource clock;

  public SilenceDesk(Silences silences, InstantSource clock) {
    this.silences = silences;
    this.clock = clock;
  }

  @Override
  public List<AlertmanagerPorts.Silence> silences() {
    return silences.all().stream()
        .map(silence ->
            new AlertmanagerPorts.Silence(
                silence.id(),
                silence.matchers(),
                silence.startsAt(),
                silence.endsAt(),
                silence.updatedAt(),
                silence.createdBy(),
                silence.comment()))
        .toList();
  }

  @Override
  public Optional<String> put(AlertmanagerPorts.PostedSilence posted) {
    if (!posted.id().isEmpty() && silences.find(posted.id()).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          silences
              .set(
                  new Silence(
                      posted.id(),
                      posted.matchers(),
                      posted.startsAt(),
                      posted.endsAt(),
                      clock.instant(),
                      posted.createdBy(),
                      posted.comment()))
              .id());
    } catch (InvalidSilenceException e) {
      throw new BadQueryException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean expire(String id) {
    if (silences.find(id).isEmpty()) {
      return false;
    }
    silences.expire(id);
    return true;
  }
}
