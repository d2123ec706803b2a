package io.mallwatch.doors.api;

import io.mallwatch.doors.api.alert.AlertPorts;
import io.mallwatch.doors.api.business.BusinessView;
import io.mallwatch.doors.api.incident.IncidentsView;
import io.mallwatch.doors.api.operations.OperationsPorts;
import io.mallwatch.doors.api.security.SecurityPorts;
import io.mallwatch.logs.LogPatterns;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.logs.tail.TailReport;
import io.mallwatch.ops.deploy.Deployments;
import io.mallwatch.ops.oncall.OnCall;
import java.time.ZoneId;
import java.util.function.Supplier;

/// What the console's resources stand on.
///
/// @param lines takes lines in
/// @param sources how followed log files stand
/// @param zone of the mall; days begin there
public record ApiPorts(
    StatusView status,
    SessionView session,
    OverviewView overview,
    BusinessView business,
    IncidentsView incidents,
    OnCall onCall,
    AlertPorts alerts,
    Deployments deployments,
    LogStore logs,
    LineIntake lines,
    Supplier<TailReport> sources,
    LogPatterns patterns,
    SecurityPorts security,
    OperationsPorts operations,
    ZoneId zone) {}
