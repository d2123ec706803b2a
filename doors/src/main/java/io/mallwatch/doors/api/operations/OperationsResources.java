package io.mallwatch.doors.api.operations;

import io.mallwatch.doors.api.describe.Endpoint;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// All resources of operations.
public final class OperationsResources {

  private OperationsResources() {}

  public static List<Endpoint> endpoints(OperationsPorts ports, ZoneId zone, InstantSource clock) {
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new BackupsResource(ports.backups(), clock).endpoints());
    all.addAll(new ChecklistsResource(ports.checklists(), zone, clock).endpoints());
    return all;
  }
}
